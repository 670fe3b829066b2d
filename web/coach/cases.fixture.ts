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
  { command: 'socat TCP-LISTEN:60567,reuseaddr,fork EXEC:cat', codes: [] },
  { command: 'socat -t5 STDIO TCP4:127.0.0.1:6789', codes: ['t-is-not-T'] },
  { command: 'socat -u UDP-RECV:60567 STDIO', codes: ['no-end-of-file'] },
  { command: 'socat -u TCP-LISTEN:60567,reuseaddr,fork STDIO', codes: [] },
  { command: 'echo bonjour | socat -u - TCP-LISTEN:60567,reuseaddr,fork', codes: [] },
  { command: 'sudo -E socat TCP-LISTEN:80,reuseaddr STDIO', codes: ['one-client'], untried: true },
  { command: 'socat -u -,raw,echo=0,icrnl TCP:127.0.0.1:6789', codes: [], untried: true },
  { command: 'socat -u -,cr,raw TCP:127.0.0.1:6789', codes: [], untried: true },
  { command: 'socat -T 60 UDP-RECVFROM:60567,fork STDIO', codes: ['silence-after-connect'] },
  { command: "socat 'STDIN!!STDOUT' TCP6-LISTEN:60567,reuseaddr", codes: ['one-client'] },
  { command: 'socat TCP-LISTEN:60567,,reuseaddr, STDIO', codes: ['one-client'] },
  { command: "socat TCP-LISTEN:60567,reuseaddr,fork EXEC:'cat -u'", codes: [] },
  { command: 'socat -6 STDIO TCP-LISTEN:60567,reuseaddr,bind=[::1]', codes: ['one-client', 'brackets'] },
  { command: 'socat UNIX-LISTEN:porte STDIO', codes: ['one-client'] },
  { command: 'socat -lu -v -x STDIO TCP-LISTEN:60567,reuseaddr,crnl', codes: ['one-client'] },
]

/** Commands that run, and do not do what a beginner expects. */
export const TRAPS: readonly Case[] = [
  {
    command: 'socat -d -d -t 5 - tcp-l:60567,reuseaddr,fork',
    codes: ['fork-keyboard', 't-is-not-T', 'case'],
    mended: 'socat -d -d -t 5 - tcp-l:60567,reuseaddr',
  },
  {
    command: 'socat TCP-LISTEN:60567,reuseaddr,fork TCP-LISTEN:60568,reuseaddr,fork',
    codes: ['fork-both', 'both-listen'],
    mended: 'socat TCP-LISTEN:60567,reuseaddr,fork TCP-LISTEN:60568,reuseaddr',
  },
  {
    command: 'socat -t5 -,raw,echo=0 TCP:127.0.0.1:6789',
    codes: ['raw-enter', 't-is-not-T'],
    mended: 'socat -t5 -,raw,echo=0,icrnl TCP:127.0.0.1:6789',
    untried: true,
  },
  {
    command: 'stty raw -echo; socat -t5 - TCP:127.0.0.1:6789',
    codes: ['raw-enter', 't-is-not-T'],
    mended: 'stty raw -echo; socat -t5 -,icrnl TCP:127.0.0.1:6789',
    untried: true,
  },
  {
    command: 'socat -u STDIN,icrnl=0 UDP-SENDTO:127.0.0.1:60567',
    codes: ['raw-enter', 'no-end-of-file'],
    untried: true,
  },
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
  {
    command: 'socat -t5 TCP:127.0.0.1:6789,fork STDIO',
    codes: ['fork-connect', 't-is-not-T'],
    mended: 'socat -t5 TCP:127.0.0.1:6789 STDIO',
  },
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
