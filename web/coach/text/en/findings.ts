import type * as fr from '../fr/findings.ts'

export const findings: typeof fr.findings = {
  prompt:
    '“{prompt}” is the terminal’s prompt, not part of the command: the shell would look for a program of that name, or take the line for a comment.',
  'no-program': 'The line begins with an address or an option: the name of the program, socat, is missing.',
  'misspelt-program': 'The shell does not know “{name}”. The program is called socat, in lower case.',
  'other-program': '“{name}” is not socat: its options and its way of writing addresses are different.',
  'nc-with-addresses':
    'These addresses are socat’s, but the command starts {name}, which reads options and addresses in another way: its idle time-out, for instance, is -w, and -T belongs to socat.',
  typographic: '“{sign}” comes from a word processor or a PDF. The shell and socat expect the plain sign, {plain}.',
  'unclosed-quote': 'This quote is never closed: the shell waits for the rest on the next line.',
  placeholder: '“{text}” stands for something to fill in: put your own addresses there.',
  history:
    'In a terminal, bash replaces !! by the last command typed, even within double quotes. Within single quotes socat gets its !!.',
  tilde: 'The shell replaces ~ only at the start of a word. Here socat would look for a folder named ~; write $HOME.',
  brackets:
    'To the shell, brackets, * and ? are patterns of file names. bash lets this word pass when no file matches; zsh refuses the line. In single quotes it is safe everywhere.',
  variable: 'The shell will replace this part before socat sees it. What it will be, the coach cannot know.',
  'unknown-flag': 'socat has no option {flag}.',
  'nc-flag': '{flag} is an option of nc or another program. What comes near it in socat: {instead}.',
  'merged-flags': 'socat does not read several letters behind one dash: write {apart}.',
  'flag-value': '{flag} wants a number right after it, and what follows is none.',
  'flag-not-number': '{flag} wants a number, with a point for decimals and without a unit: “{value}” is none.',
  'flag-text': '{flag} wants a name: socat would take the address that follows for that name, and lack an address.',
  'both-directions': '-u and -U say the opposite of each other: keep one.',
  'late-flag':
    'The options of socat come before the two addresses. Here {flag} would be taken for one address too many.',
  'single-d': 'A single -d shows warnings only. With -d -d you see each connection open and close.',
  'cut-by-silence':
    '-T {seconds} ends everything after {seconds} s without a byte in either direction: whoever thinks while typing is cut off. It counts from the connection on, not while waiting for one.',
  'silence-after-connect':
    '-T {seconds} counts seconds of silence once both ends are open. Waiting for a connection is not part of it: for that there are accept-timeout and connect-timeout.',
  't-is-not-T':
    '-t {seconds} matters only after an end of file: socat waits {seconds} s more for what the other end has to say. To stop after silence, use -T.',
  'half-second':
    'After Ctrl+D socat waits only half a second for the other direction, then closes. If the other end answers later, -t 30 gives it time.',
  'half-second-fed':
    'The input ends at once: socat sends FIN, waits half a second, then closes. A slower answer is lost; -t 5 waits for it.',
  'blank-after-comma':
    'This space cuts the address in two: to the shell, “{before}” and “{after}” are two words, and socat sees one address too many. An address is written without spaces.',
  'blank-inside': 'An address is one word: between “{before}” and “{after}” there must be a colon, and no space.',
  'program-in-pieces': 'The shell cuts at spaces: {head} gets the first word only. Put the command in single quotes.',
  'too-few': 'socat joins exactly two addresses, and here there are {count}.',
  'too-many': 'socat joins exactly two addresses, and here there are {count}. Is there a space too many?',
  'unknown-address': 'socat knows no address type “{name}”.',
  'address-near': 'socat does not know “{name}”. The nearest name is {near}.',
  'no-readline':
    'Debian and Ubuntu ship socat without READLINE, for reasons of licence. STDIO does the job; rlwrap socat adds a history.',
  newer: '“{name}” came with socat 1.8. Version 1.7, the one of Debian 12, refuses it.',
  'bare-target': '“{name}” does not say how to get there: an address begins with its type, for instance TCP.',
  'bare-file': 'Without / or a type, “{name}” is not taken for a file: write OPEN: in front.',
  'unknown-option': 'No address has an option “{name}”.',
  'option-near': 'socat does not know the option “{name}”. The nearest name is {near}.',
  'port-as-option': 'After a comma come options. Port {port} goes behind a colon: {type}:{port}.',
  'misplaced-option': '{type} has no use for the option {name}, and socat refuses it.',
  'option-elsewhere': 'The option {name} does not go with {type} but with the other end, {other}.',
  'not-a-socket':
    '{name} tunes a socket, and STDIO is none: the system refuses (ENOTSOCK). The option belongs to the network address.',
  'value-needed': 'The option {name} wants a value: {name}=…',
  'value-refused': 'The option {name} takes no value.',
  'value-not-number': 'The option {name} wants a number, and “{value}” is none.',
  'max-children-alone': 'max-children limits the processes that fork makes: without fork, socat refuses it.',
  case: 'socat does not tell upper from lower case in names of types and options: {name} and {upper} are the same. Hosts and files are taken as they are.',
  'missing-port':
    '{type} wants a port as well: it has {count} of {wanted} parameters. The lab’s is usually 8080; put yours.',
  'missing-params': '{type} wants {wanted} parameter(s), with colons between, and has {count}.',
  'extra-params': '{type} takes {wanted} parameter(s), and has {count}. Options come after a comma.',
  'ipv6-brackets': 'The colons of an IPv6 address are mistaken for socat’s own: put it in brackets.',
  'listen-host': '{type} takes the port only. The address to listen on is given by the option bind={host}.',
  slashes: 'An address of socat is not a URL: no // before the host.',
  'port-empty': 'The port number after the colon is missing. The lab’s is usually 8080; put yours.',
  'port-unknown':
    '“{port}” is neither a port number, 1 to 65535, nor a service known here. If the machine knows it, it is in /etc/services.',
  'port-zero': 'Nobody can connect to port 0: it exists only to ask for a free port when listening.',
  'port-any': 'Port 0 lets the system choose a free one. -d -d shows which.',
  'port-wraps': 'Ports end at 65535. socat says nothing, but keeps the last 16 bits: {port} becomes {real}.',
  'port-octal': 'A number that begins with 0 is read as octal: {port} becomes {real}.',
  'port-garbage':
    'socat reads the leading digits only and drops the rest: the port is {real}. An option is set off by a comma.',
  'port-low': 'Ports below 1024 are reserved: unless you are root, the system denies {port} (EACCES).',
  'bad-ipv4': 'A number in {host} is above 255: that is no IPv4 address.',
  'host-family': '{type} and {host} are not of the same address family: it takes {right}.',
  'bind-family': '{type} listens on IPv4 here, and {host} is an IPv6 address: it takes {right}, or the option pf=ip6.',
  'host-any':
    '{host} means “all my addresses” and is for listening. Connecting to it happens to lead to this machine; write the address that you mean.',
  'long-path': 'This path has {length} characters; that of a Unix socket has 108 at most.',
  'no-fork': 'Without fork, socat serves a single client and ends. With fork, each client gets a process.',
  'one-client':
    'Without fork, socat serves a single client and ends: the next one finds the port closed. For a keyboard or a file that is often what one wants.',
  'no-reuseaddr':
    'Without reuseaddr, starting the command again at once may fail: the port stays taken while a past connection is in TIME_WAIT.',
  'both-listen':
    'socat opens its addresses one after the other: this second port listens only once the first client has come.',
  'fork-second':
    'The first address is opened once, before fork: all clients share it. Put the address with fork first.',
  'fork-connect':
    'With fork, a client is not content with one connection: it connects again without end, one process each time.',
  'open-shell':
    'Whoever reaches this port gets a shell with your rights. At least use bind=127.0.0.1 or range=… to say who.',
  'recvfrom-once':
    'UDP-RECVFROM receives one datagram, answers if need be, and ends. With fork it serves the next ones too; UDP-RECV receives them all, without answering.',
  'recv-one-way':
    'UDP-RECV only receives: what comes from the other end cannot leave, and its end stops everything. Say so with -u or -U.',
  'first-sender-only': 'UDP-LISTEN waits for a first datagram, then hears that sender only.',
  'no-end-of-file':
    'UDP has no end of file: the other end will not know that it is over. Use Ctrl+C, or -T and a number of seconds.',
  'file-as-datagrams':
    'The file leaves in pieces of 8192 bytes, a datagram each (-b changes the size). Nothing tells the end, and a lost datagram is not sent again.',
  'receive-both-ways':
    'Without -u or -U the file is read as well: it goes to the other end, its end closes that direction, and socat stops after half a second of silence. The rest of what is sent is lost.',
  'send-both-ways': 'Without -u the file is opened for writing too: what the other end sends is written into it.',
  'no-create': 'OPEN does not create the file: if it does not exist, socat stops (ENOENT).',
  'no-trunc':
    'create does not empty a file that exists: if it was longer, its old end stays. Add trunc, or append to write after it.',
  'create-reads':
    'CREATE opens the file for writing only, and socat would read it too: it fails. Give the direction with -u or -U.',
  'reads-new-file':
    'In this direction the file is read, but its options are those of a file to write. Is the direction the wrong way round?',
  'same-ends': 'Both ends are the same terminal: what you type comes back on the screen.',
  'no-verify': 'verify=0 encrypts but accepts any certificate: you do not know whom you talk to. cafile=… checks it.',
  'no-cafile':
    'Without cafile only the system’s authorities count: a certificate made for the lab or for a test is refused.',
  'no-cert': 'Without cert=… this server has nothing to show: it listens, but every TLS handshake fails.',
  'wants-client-cert': 'By default the server demands a certificate of the client as well. verify=0 does without.',
  'blank-for-comma': 'An address is one word: the option “{after}” follows a comma, not a space.',
  'missing-host':
    '{type} wants a host before the port: it has {count} of {wanted} parameters. 127.0.0.1 is this machine.',
  'host-empty':
    'The host between the colons is missing, and socat finds none without a name. 127.0.0.1 is this machine.',
  'fork-keyboard':
    'With fork each client has a process of its own, and all of them read the same keyboard: a line typed goes to one of them, by chance. To talk to one client, leave fork out; to hear them only, use -u.',
  'fork-both':
    'With fork at both ends, each process born of the first port wants to listen on the second one, and only one gets it. Keep fork at the first.',
  'raw-enter':
    'In raw mode, Enter sends CR (\\r), not LF (\\n): whoever reads lines waits for the end of yours for ever. icrnl converts again. Ctrl+C and Ctrl+D no longer act either: they are bytes that leave.',
  crnl: 'Lines of {protocol} end in CR LF, and the keyboard sends LF only. crnl converts in both directions.',
}
