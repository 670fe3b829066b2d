/**
 * Commands with the verdicts expected of them: every command of the worksheet's page on socat, as printed and mended, and
 * wrong ones. Counterparts: `coach.test.ts` (the coach says so) and `reality.test.ts` (so does the real socat).
 */
import type { FindingCode } from './command/finding.ts'

export interface Case {
  readonly command: string
  /** Every finding expected, in the order shown. */
  readonly codes: readonly FindingCode[]
  /** The command with the first error's mend applied, or, where there is no error, the first mend. */
  readonly mended?: string
  /** Said by the coach, but not to be had from socat in a test: what it takes is no part of the command line. */
  readonly untried?: true
}

/** As the worksheet prints them. */
export const SHEET: readonly Case[] = [
  {
    command: '$ socat STDIO TCP:192.168.0.1:80',
    codes: ['prompt', 'half-second', 'crnl'],
    mended: 'socat STDIO TCP:192.168.0.1:80',
  },
  { command: 'socat STDIO TCP:192.168.0.1:80', codes: ['half-second', 'crnl'] },
  {
    command: '$ socat TCP-LISTEN:60567, reuseaddr STDIO',
    codes: ['prompt', 'blank-after-comma'],
    mended: 'socat TCP-LISTEN:60567, reuseaddr STDIO',
  },
  {
    command: 'socat TCP-LISTEN:60567, reuseaddr STDIO',
    codes: ['blank-after-comma'],
    mended: 'socat TCP-LISTEN:60567,reuseaddr STDIO',
  },
  { command: 'socat TCP-LISTEN:60567,reuseaddr STDIO', codes: ['one-client'] },
  {
    command: 'socat OPEN:mon_fichier TCP:192.168.0.1:6789',
    codes: ['send-both-ways'],
    mended: 'socat -u OPEN:mon_fichier TCP:192.168.0.1:6789',
  },
  {
    command: 'socat TCP-LISTEN:60567 OPEN:mon_fichier, create',
    codes: ['blank-after-comma'],
    mended: 'socat TCP-LISTEN:60567 OPEN:mon_fichier,create',
  },
  {
    command: 'socat TCP-LISTEN:60567 OPEN:mon_fichier,create',
    codes: ['no-reuseaddr', 'one-client', 'receive-both-ways', 'no-trunc'],
    mended: 'socat TCP-LISTEN:60567,reuseaddr OPEN:mon_fichier,create',
  },
  {
    command: 'socat OPEN:contenu_paquet UDP-SENDTO:agate.unilim.fr:60567',
    codes: ['send-both-ways', 'file-as-datagrams'],
    mended: 'socat -u OPEN:contenu_paquet UDP-SENDTO:agate.unilim.fr:60567',
  },
  {
    command: 'socat udp-recvfrom:60567 OPEN:contenu_paquet, create',
    codes: ['blank-after-comma'],
    mended: 'socat udp-recvfrom:60567 OPEN:contenu_paquet,create',
  },
  {
    command: 'socat udp-recvfrom:60567 OPEN:contenu_paquet,create',
    codes: ['recvfrom-once', 'receive-both-ways', 'no-trunc', 'case'],
    mended: 'socat udp-recvfrom:60567,fork OPEN:contenu_paquet,create',
  },
  { command: 'socat -d -d ...', codes: ['placeholder'] },
  { command: 'socat [options] <address1> <address2>', codes: ['placeholder'] },
  {
    command: 'socat -T 1 TCP-LISTEN:60567 STDIO',
    codes: ['cut-by-silence', 'no-reuseaddr', 'one-client'],
    mended: 'socat -T 1 TCP-LISTEN:60567,reuseaddr STDIO',
  },
]

/** Commands that are right, with what the coach remarks on them. */
export const RIGHT: readonly Case[] = [
  { command: 'socat -u TCP-LISTEN:60567,reuseaddr OPEN:mon_fichier,create,trunc', codes: ['one-client'] },
  { command: 'socat -u OPEN:mon_fichier TCP:192.168.0.1:6789', codes: [] },
  { command: 'socat -d -d -t 5 - tcp-l:60567,reuseaddr,fork', codes: ['t-is-not-T', 'case'] },
  { command: 'socat TCP-LISTEN:60567,reuseaddr,fork EXEC:cat', codes: [] },
  { command: 'socat -t5 STDIO TCP4:127.0.0.1:6789', codes: ['t-is-not-T'] },
  { command: 'socat -u UDP-RECV:60567 STDIO', codes: ['no-end-of-file'] },
  { command: 'socat -T 60 UDP-RECVFROM:60567,fork STDIO', codes: ['silence-after-connect'] },
  { command: "socat 'STDIN!!STDOUT' TCP6-LISTEN:60567,reuseaddr", codes: ['one-client'] },
  { command: 'socat TCP-LISTEN:60567,,reuseaddr, STDIO', codes: ['one-client'] },
  { command: "socat TCP-LISTEN:60567,reuseaddr,fork EXEC:'cat -u'", codes: [] },
  { command: 'socat -6 STDIO TCP-LISTEN:60567,reuseaddr,bind=[::1]', codes: ['one-client', 'brackets'] },
  { command: 'socat UNIX-LISTEN:porte STDIO', codes: ['one-client'] },
  { command: 'socat -lu -v -x STDIO TCP-LISTEN:60567,reuseaddr,crnl', codes: ['one-client'] },
]

/** Commands that the shell or socat refuses. */
export const WRONG: readonly Case[] = [
  { command: 'socat STDIO', codes: ['too-few'] },
  { command: 'socat TCP-LISTEN:60567', codes: ['too-few'], mended: 'socat TCP-LISTEN:60567 STDIO' },
  { command: 'socat', codes: ['too-few'] },
  { command: 'socat STDIO STDOUT STDERR', codes: ['too-many'] },
  { command: 'socat STDIO TCP 127.0.0.1 6789', codes: ['blank-inside'], mended: 'socat STDIO TCP:127.0.0.1:6789' },
  { command: 'socat STDIO TCP-LISTEN: 60567', codes: ['blank-inside'], mended: 'socat STDIO TCP-LISTEN:60567' },
  {
    command: 'socat TCP-LISTEN:60567 ,reuseaddr STDIO',
    codes: ['blank-after-comma'],
    mended: 'socat TCP-LISTEN:60567,reuseaddr STDIO',
  },
  { command: 'socat EXEC:ls -l STDIO', codes: ['program-in-pieces'], mended: "socat EXEC:'ls -l' STDIO" },
  { command: 'socat STDIO TCP-LISTN:60567', codes: ['address-near'], mended: 'socat STDIO TCP-LISTEN:60567' },
  { command: 'socat STDOI TCP-LISTEN:60567', codes: ['address-near'], mended: 'socat STDIO TCP-LISTEN:60567' },
  { command: 'socat STDIO CHAUSSETTE:60567', codes: ['unknown-address'] },
  { command: 'socat READLINE TCP-LISTEN:60567', codes: ['no-readline'], mended: 'socat STDIO TCP-LISTEN:60567' },
  { command: 'socat STDIO 127.0.0.1:6789', codes: ['bare-target'], mended: 'socat STDIO TCP:127.0.0.1:6789' },
  { command: 'socat STDIO http://127.0.0.1:6789', codes: ['bare-target'], mended: 'socat STDIO TCP:127.0.0.1:6789' },
  { command: 'socat -u STDIO mon_fichier', codes: ['bare-file'], mended: 'socat -u STDIO OPEN:mon_fichier' },
  {
    command: 'socat STDIO TCP-LISTEN:60567,reusaddr',
    codes: ['option-near'],
    mended: 'socat STDIO TCP-LISTEN:60567,reuseaddr',
  },
  { command: 'socat STDIO TCP-LISTEN:60567,bonjour', codes: ['unknown-option'] },
  { command: 'socat TCP-LISTEN,60567 STDIO', codes: ['port-as-option'], mended: 'socat TCP-LISTEN:60567 STDIO' },
  {
    command: 'socat -u TCP-LISTEN:60567,create OPEN:neuf',
    codes: ['option-elsewhere'],
    mended: 'socat -u TCP-LISTEN:60567 OPEN:neuf,create',
  },
  { command: 'socat STDIO UDP-RECV:60567,fork', codes: ['misplaced-option'], mended: 'socat STDIO UDP-RECV:60567' },
  {
    command: 'socat STDIO,reuseaddr TCP-LISTEN:60567',
    codes: ['not-a-socket'],
    mended: 'socat STDIO TCP-LISTEN:60567',
  },
  { command: 'socat STDIO TCP-LISTEN:60567,bind', codes: ['value-needed'] },
  {
    command: 'socat STDIO TCP-LISTEN:60567,crnl=1',
    codes: ['value-refused'],
    mended: 'socat STDIO TCP-LISTEN:60567,crnl',
  },
  { command: 'socat STDIO TCP-LISTEN:60567,fork=oui', codes: ['value-not-number'] },
  {
    command: 'socat STDIO TCP-LISTEN:60567,max-children=2',
    codes: ['max-children-alone'],
    mended: 'socat STDIO TCP-LISTEN:60567,fork,max-children=2',
  },
  { command: 'socat STDIO TCP:127.0.0.1', codes: ['missing-port'] },
  { command: 'socat STDIO TCP:6789', codes: ['missing-port'], mended: 'socat STDIO TCP:127.0.0.1:6789' },
  { command: 'socat STDIO TCP-LISTEN', codes: ['missing-port'] },
  { command: 'socat OPEN STDIO', codes: ['missing-params'] },
  {
    command: 'socat STDIO TCP-LISTEN:0.0.0.0:60567',
    codes: ['listen-host'],
    mended: 'socat STDIO TCP-LISTEN:60567,bind=0.0.0.0',
  },
  {
    command: 'socat STDIO TCP-LISTEN:60567:reuseaddr',
    codes: ['extra-params'],
    mended: 'socat STDIO TCP-LISTEN:60567,reuseaddr',
  },
  { command: 'socat STDIO TCP6:::1:6789', codes: ['ipv6-brackets'], mended: 'socat STDIO TCP6:[::1]:6789' },
  { command: 'socat STDIO TCP://127.0.0.1:6789', codes: ['slashes'], mended: 'socat STDIO TCP:127.0.0.1:6789' },
  { command: 'socat STDIO TCP-LISTEN:', codes: ['port-empty'] },
  { command: 'socat STDIO TCP-LISTEN:abc', codes: ['port-unknown'] },
  { command: 'socat STDIO TCP-LISTEN:-1', codes: ['port-unknown'] },
  { command: 'socat STDIO TCP:127.0.0.1:0', codes: ['port-zero'] },
  { command: 'socat STDIO TCP:300.1.1.1:6789', codes: ['bad-ipv4'] },
  { command: 'socat STDIO TCP4:[::1]:6789', codes: ['host-family', 'brackets'], mended: 'socat STDIO TCP6:[::1]:6789' },
  { command: 'socat STDIO TCP6:127.0.0.1:6789', codes: ['host-family'], mended: 'socat STDIO TCP4:127.0.0.1:6789' },
  {
    command: 'socat STDIO TCP-LISTEN:60567,bind=[::1]',
    codes: ['bind-family', 'brackets'],
    mended: 'socat STDIO TCP6-LISTEN:60567,bind=[::1]',
  },
  { command: `socat STDIO UNIX-LISTEN:/tmp/${'a'.repeat(120)}`, codes: ['long-path'] },
  { command: 'socat STDIO CREATE:neuf', codes: ['create-reads'], mended: 'socat -u STDIO CREATE:neuf' },
  { command: 'socat -z STDIO TCP-LISTEN:60567', codes: ['nc-flag'] },
  { command: 'socat -q5 STDIO TCP-LISTEN:60567', codes: ['unknown-flag'] },
  { command: 'socat -p 60567 STDIO', codes: ['nc-flag', 'unknown-address'] },
  {
    command: 'socat -uv STDIO TCP-LISTEN:60567',
    codes: ['merged-flags'],
    mended: 'socat -u -v STDIO TCP-LISTEN:60567',
  },
  { command: 'socat -T TCP-LISTEN:60567 STDIO', codes: ['flag-value'] },
  { command: 'socat -t 1s STDIO TCP-LISTEN:60567', codes: ['flag-not-number'] },
  { command: 'socat -lf TCP-LISTEN:60567 STDIO', codes: ['flag-text'] },
  { command: 'socat -u -U STDIO TCP-LISTEN:60567', codes: ['both-directions'] },
  { command: 'socat STDIO TCP-LISTEN:60567 -d', codes: ['late-flag'], mended: 'socat -d STDIO TCP-LISTEN:60567' },
  {
    command: '$ socat STDIO TCP-LISTEN:60567,reuseaddr',
    codes: ['prompt', 'one-client'],
    mended: 'socat STDIO TCP-LISTEN:60567,reuseaddr',
  },
  { command: 'socta STDIO TCP-LISTEN:60567', codes: ['misspelt-program'], mended: 'socat STDIO TCP-LISTEN:60567' },
  { command: 'SOCAT STDIO TCP-LISTEN:60567', codes: ['misspelt-program'], mended: 'socat STDIO TCP-LISTEN:60567' },
  {
    command: 'STDIO TCP-LISTEN:60567,reuseaddr',
    codes: ['no-program'],
    mended: 'socat STDIO TCP-LISTEN:60567,reuseaddr',
  },
  {
    command: 'nc -T 1 TCP-LISTEN:60567 STDIO',
    codes: ['nc-with-addresses'],
    mended: 'socat -T 1 TCP-LISTEN:60567 STDIO',
    untried: true,
  },
  {
    command: 'nc -l -p 60567',
    codes: ['other-program'],
    mended: 'socat TCP-LISTEN:60567,reuseaddr STDIO',
    untried: true,
  },
  {
    command: 'nc -w 3 127.0.0.1 6789',
    codes: ['other-program'],
    mended: 'socat -T 3 STDIO TCP:127.0.0.1:6789',
    untried: true,
  },
  { command: 'socat –d STDIO TCP-LISTEN:60567', codes: ['typographic'], mended: 'socat -d STDIO TCP-LISTEN:60567' },
  { command: 'socat “STDIO” TCP-LISTEN:60567', codes: ['typographic'], mended: 'socat "STDIO" TCP-LISTEN:60567' },
  { command: "socat 'STDIO TCP-LISTEN:60567", codes: ['unclosed-quote'] },
  { command: 'socat STDIO SOCKS5:127.0.0.1:6789', codes: ['newer'] },
]

/** Commands that run, and do not do what a beginner expects. */
export const TRAPS: readonly Case[] = [
  {
    command: 'echo GET | socat - TCP:127.0.0.1:6789',
    codes: ['half-second-fed'],
    mended: 'echo GET | socat -t 5 - TCP:127.0.0.1:6789',
  },
  {
    command: 'socat -d STDIO TCP-LISTEN:60567,reuseaddr',
    codes: ['one-client', 'single-d'],
    mended: 'socat -d -d STDIO TCP-LISTEN:60567,reuseaddr',
  },
  {
    command: 'socat TCP-LISTEN:60567,reuseaddr EXEC:cat',
    codes: ['no-fork'],
    mended: 'socat TCP-LISTEN:60567,reuseaddr,fork EXEC:cat',
  },
  {
    command: 'socat EXEC:cat TCP-LISTEN:60567,reuseaddr,fork',
    codes: ['fork-second'],
    mended: 'socat TCP-LISTEN:60567,reuseaddr,fork EXEC:cat',
  },
  { command: 'socat TCP-LISTEN:60567,reuseaddr,fork EXEC:bash', codes: ['open-shell'] },
  { command: 'socat TCP-LISTEN:60567,reuseaddr,fork TCP-LISTEN:60568,reuseaddr', codes: ['one-client', 'both-listen'] },
  { command: 'socat -t5 TCP:127.0.0.1:6789,fork STDIO', codes: ['fork-connect', 't-is-not-T'] },
  { command: 'socat STDIO TCP-LISTEN:165536,reuseaddr', codes: ['port-wraps', 'one-client'], untried: true },
  {
    command: 'socat STDIO TCP-LISTEN:0144567,reuseaddr',
    codes: ['port-octal', 'one-client'],
    mended: 'socat STDIO TCP-LISTEN:144567,reuseaddr',
    untried: true,
  },
  {
    command: 'socat STDIO TCP-LISTEN:60567.reuseaddr',
    codes: ['port-garbage', 'no-reuseaddr', 'one-client'],
    untried: true,
  },
  { command: 'socat STDIO TCP-LISTEN:80,reuseaddr', codes: ['port-low', 'one-client'], untried: true },
  { command: 'socat STDIO TCP-LISTEN:0,reuseaddr', codes: ['one-client', 'port-any'] },
  { command: 'socat UDP-RECV:60567 STDIO', codes: ['recv-one-way'], mended: 'socat -u UDP-RECV:60567 STDIO' },
  { command: 'socat UDP-LISTEN:60567 STDIO', codes: ['first-sender-only'] },
  { command: 'socat STDIO UDP:127.0.0.1:60567', codes: ['no-end-of-file'] },
  {
    command: 'socat -u TCP-LISTEN:60567,reuseaddr OPEN:mon_fichier',
    codes: ['one-client', 'no-create'],
    mended: 'socat -u TCP-LISTEN:60567,reuseaddr OPEN:mon_fichier,create,trunc',
  },
  {
    command: 'socat -u OPEN:mon_fichier,create TCP-LISTEN:60567,reuseaddr',
    codes: ['reads-new-file', 'one-client'],
    mended: 'socat -U OPEN:mon_fichier,create TCP-LISTEN:60567,reuseaddr',
  },
  { command: 'socat STDIO STDIO', codes: ['same-ends'] },
  {
    command: 'socat -t5 STDIO TCP:0.0.0.0:6789',
    codes: ['host-any', 't-is-not-T'],
    mended: 'socat -t5 STDIO TCP:127.0.0.1:6789',
  },
  {
    command: 'socat -u STDIN!!STDOUT TCP-LISTEN:60567,reuseaddr',
    codes: ['history', 'one-client'],
    mended: "socat -u 'STDIN!!STDOUT' TCP-LISTEN:60567,reuseaddr",
  },
  {
    command: 'socat -u OPEN:~/mon_fichier STDIO',
    codes: ['tilde'],
    mended: 'socat -u OPEN:$HOME/mon_fichier STDIO',
    untried: true,
  },
  { command: 'socat -t5 STDIO OPENSSL:127.0.0.1:6789', codes: ['no-cafile', 't-is-not-T'], untried: true },
  { command: 'socat -t5 STDIO OPENSSL:127.0.0.1:6789,verify=0', codes: ['no-verify', 't-is-not-T'], untried: true },
  { command: 'socat STDIO OPENSSL-LISTEN:60567,reuseaddr', codes: ['one-client', 'no-cert'] },
  {
    command: 'socat STDIO OPENSSL-LISTEN:60567,reuseaddr,cert=s.pem',
    codes: ['one-client', 'wants-client-cert'],
    mended: 'socat STDIO OPENSSL-LISTEN:60567,reuseaddr,cert=s.pem,verify=0',
    untried: true,
  },
  { command: 'socat STDIO TCP:$HOTE:6789', codes: ['half-second', 'variable'], untried: true },
]
