import { counts, formatNumber } from '../format.ts'
import type * as fr from '../fr/traffic.ts'

const n = counts('en')
const stream = 'TCP carries a stream of bytes, without boundaries.'

export const traffic: typeof fr.traffic = {
  ladder: {
    label: 'Ladder of events',
    time: 'time',
    server: 'server',
    client: 'client',
    console: 'console',
    pick: 'Participant shown',
    unfold: (name) => `Unfold the lane of ${name}`,
    foldAgain: (name) => `Let ${name} fold away`,
    others: (count) => n(count, 'other', 'others'),
    crowd: (count) => n(count, 'other participant', 'other participants'),
    listenerClosed: (listener) => `listener ${listener} closed`,
    listening: (listener) => `listening ${listener}`,
    started: 'start',
    stopped: 'stop',
    waiting: 'waiting',
    lines: (count) => n(count, 'line', 'lines'),
    unfinished: 'no end of line',
    discarded: (size) => `${size} discarded`,
  },
  rows: {
    newer: (count) => n(count, 'newer', 'newer'),
    toNewest: 'Go to the newest and follow',
    loading: 'Reading…',
  },
  table: {
    label: 'Table of events',
    seq: 'no.',
    time: 'time',
    from: 'from',
    to: 'to',
    kind: 'kind',
    size: 'bytes',
    text: 'content',
  },
  udp: {
    first: 'first datagram',
    target: 'target',
    empty: 'empty datagram',
    title: (seq) => `Datagram ${formatNumber('en', seq)}`,
    cut: (size) => `${size} cut off`,
    dropped: (count) => `${n(count, 'datagram', 'datagrams')} lost in the kernel`,
    notSent: (errno) => `not sent · ${errno}`,
    unreachable: 'unreachable',
    refused: (place, errno) => `nobody listens at ${place} · ${errno}`,
    explainRefused:
      'The target’s machine answered by ICMP (port unreachable): no program receives on this UDP port, and an earlier datagram is lost. Only a connected socket is told, by its next sendto or recvfrom. The program goes on.',
    toNobody: 'a line was not sent: nobody has written yet',
    tellsIn: (name, text) => `datagram from ${name}: ${text}`,
    tellsOut: (to, text) => `the program sends a datagram to ${to}: ${text}`,
    tellFirst: (name) => `${name} writes for the first time`,
    tellTarget: (name) => `datagrams will go to ${name}`,
    explainBound: (port, size) =>
      `After bind, UDP port ${port} receives. Neither listen nor accept: there is no connection. The kernel keeps at most ${size} of unread datagrams (SO_RCVBUF), and drops what comes then.`,
    explainFirst:
      'No connection was opened: the first datagram from an address is enough to give it a lifeline here. Nothing will tell when it is gone.',
    explainTarget: 'Nothing has been sent yet: the program only knows where its datagrams will go.',
    explainIn:
      'recvfrom returned this datagram whole, and the address that sent it. UDP keeps boundaries: one sendto, one recvfrom; but neither arrival nor order is promised.',
    explainOut:
      'sendto gave this datagram to the kernel in one piece, and waits for nothing. Nobody will tell whether it arrived.',
    explainNobody:
      'Nobody has sent a datagram yet, or that address has been forgotten: the program has no address to answer, and the line is not sent.',
    explainCut: (size) =>
      `The datagram was longer than the argument of recvfrom: the program has its beginning, and ${size} are lost. A second recvfrom does not return the rest.`,
    explainDropped: (total) =>
      `The receive buffer was full when they came: the kernel dropped them, and counts ${formatNumber('en', total)} in all in the column drops of /proc/net/udp. Whoever sent them is not told.`,
  },
  partial: {
    received: (count) => `${n(count, 'byte', 'bytes')} received, no “\\n” yet`,
    endsInCr: 'ends in CR (\\r), not LF: raw terminal? CRLF cut?',
    tag: 'no “\\n”',
    tagCr: 'ends in CR',
    at: (time) => `at ${time}\u00a0s`,
    explain: (name) =>
      `recv returned these bytes of ${name}, but no “\\n” has come: the program, which reads by lines, keeps them and goes back into recv. In Python, input() strips the line end: put it back before you send.`,
    explainCr:
      'The last byte is CR (\\r, 0d): what a raw terminal sends for Enter, or half of a CRLF. Only LF (\\n, 0a) ends the line.',
    tells: (name, text) => `the program reads from ${name} the beginning of a line, without its end: ${text}`,
  },
  everybody: 'everyone',
  console: 'console',
  kinds: {
    'run-started': 'start',
    listening: 'listening',
    connected: 'connect',
    accepted: 'accept',
    lines: 'line',
    'partial-line': 'partial line',
    datagram: 'datagram',
    'kernel-drops': 'lost',
    ended: 'FIN',
    'half-closed': 'shutdown · FIN',
    closed: 'close',
    disconnect: 'disconnect',
    command: 'request',
    stepper: 'select',
    refused: 'refused',
    unreached: 'connect fails',
    deadlock: 'deadlock',
    forked: 'fork',
    'listener-closed': 'listener closed',
    'tls-on-plain-listener': 'stray TLS',
    'child-died': 'child died',
    transfer: 'file',
    blocked: 'stopped reading',
    unblocked: 'reads again',
    trouble: 'trouble',
    'run-stopped': 'stop',
  },
  reasons: {
    finished: 'FIN · closed',
    reset: 'RST',
    'slow-consumer': 'reads nothing · closed',
    'line-too-long': 'endless line · closed',
    'half-closed-too-long': 'FIN · 30\u00a0s half-closed',
    'idle-timeout': 'inactive · FIN',
    'run-stopped': 'FIN · run stopped',
    'not-stored': 'file refused · closed',
    'not-sent': 'file unreadable · cut',
    forgotten: 'forgotten',
    disconnected: 'disconnected · closed',
    failed: 'failed',
  },
  refusals: {
    'run-full': 'the run is full',
    'address-full': 'too many connections from this address',
    'not-tls': 'this is no TLS',
    'certificate-refused': 'it does not trust the certificate',
    'handshake-failed': 'the TLS handshake failed',
    'handshake-timeout': 'TLS handshake not done in 10 s',
    descriptors: 'no descriptor is free',
  },
  refused: (address, why) => `${address} refused: ${why}`,
  troubles: {
    'disk-full': 'disk full',
    'journal-full': 'journal full',
    'journal-failed': 'the journal cannot be written',
  },
  trouble: (what) => `reading suspended: ${what}`,
  unsent: (size) => `${size} never taken`,
  tell: {
    at: (time, what) => `${time}\u00a0s: ${what}`,
    started: 'the run starts',
    listening: (listener) => `the program listens on port ${listener}`,
    connected: (name) => `${name} connects`,
    waits: (name) => `${name} connects and awaits accept`,
    accepted: (name) => `the program accepts ${name}`,
    says: (name, to, text) => `${name} says to ${to}: ${text}`,
    prints: (name, text) => `${name} says, and the console prints: ${text}`,
    ended: (name) => `${name} sends FIN and will write no more`,
    halfClosed: (name) => `the program sends FIN to ${name} and still reads it`,
    closed: (name, why) => `the connection of ${name} ends: ${why}`,
    disconnect: (name, how, by) => `the program closes the connection of ${name} by ${how}, asked by ${by}`,
    heldUp: (name) => `${name} has stopped reading, the others wait`,
    unblocked: (name) => `${name} reads again`,
    stopped: 'the run stops',
    reaches: (name) => `the program connects to ${name}`,
    unreached: (place, errno) => `the program does not reach ${place}: ${errno}`,
    deadlock: 'deadlock: this program and that of another run wait for one another',
    forked: (name, child) => `the program forks: process ${child} reads ${name}`,
    listenerClosed: (listener) => `listener ${listener} is closed`,
    tlsOnPlain: (name) => `${name} speaks TLS to a listener that does not`,
    childDied: (how) => `the child process died: ${how}`,
    sends: (to, text) => `the program sends to ${to}: ${text}`,
    all: 'all the others',
    people: (count) => n(count, 'participant', 'participants'),
  },
  inspector: {
    title: 'Event in detail',
    event: (seq) => `No.\u00a0${formatNumber('en', seq)}`,
    line: (seq) => `Line ${formatNumber('en', seq)}`,
    close: 'Close the detail',
    emptyTitle: 'Nothing chosen',
    empty:
      'Click an arrow of the ladder or a row of the table. Its bytes, its reads and what happened in the kernel are shown here.',
    emptyKeys: 'On the keyboard: j and k, or the arrows.',
    seconds: (time) => `${time}\u00a0s`,
    bytes: (count) => n(count, 'byte', 'bytes'),
    lines: (count) => n(count, 'line', 'lines'),
    reads: (count, atLeast) => `${atLeast ? 'at least ' : ''}${n(count, 'read', 'reads')}`,
    wakeUp: (wakeUp) => `wake-up ${formatNumber('en', wakeUp)}`,
    wakeHelp: 'Events of one wake-up were ready together: select returned them at once.',
    content: 'Content',
    dump: 'Bytes',
    readsAndLines: 'Reads and lines',
    recv: 'recv',
    cutInto: 'lines',
    happened: 'What happened',
    copyText: 'Copy the text',
    copyHex: 'Copy as hexadecimal',
    more: (size) => `Show ${size} more`,
    cut: (shown, size) => `Only ${shown} of ${size} are here so far.`,
    invalid: (count) => `${n(count, 'byte', 'bytes')} not UTF-8, shown as \ufffd`,
    discarded: (size) => `Line too long: ${size} discarded beyond the longest that the run allows.`,
    noBytes: 'No bytes of data.',
    held: (count) => `${n(count, 'byte', 'bytes')} of an incomplete line`,
    carried: 'read that began in the event before',
    lasting: (count) => n(count, 'other', 'others'),
    address: 'address',
    askedBy: 'asked by',
    askedFrom: 'from',
    errno: 'system error',
    classes: { newline: 'end of line', multi: 'UTF-8 in several bytes', control: 'control', invalid: 'not UTF-8' },
  },
  lessons: {
    'one-to-one': `${stream} Here one read returned exactly one line: common when somebody types, never guaranteed.`,
    'read-of-lines': `${stream} A single recv returned several lines: it is up to the program to cut after each ↵.`,
    'line-of-reads': `${stream} It took several recv for a single line: the program keeps the beginning until the ↵.`,
    mixed: `${stream} Reads and lines do not coincide: the program joins the pieces, then cuts after each ↵.`,
    held: `${stream} The last read also returned the beginning of another line: the program keeps it until the next ↵.`,
    unfinished: 'The stream ended with FIN before this line did: the program passes on what it has, and adds nothing.',
  },
  explain: {
    started:
      'The program starts. It is about to create its listening socket, attach it to a port with bind, and call listen.',
    listening: (listener) =>
      `After bind and listen, port ${listener} is in state LISTEN. From now on the kernel completes incoming connections, even before the program calls accept.`,
    connected: (name) =>
      `The kernel completed the handshake SYN, SYN-ACK, ACK: the connection of ${name} is ESTABLISHED. accept returns at once, and gives the program a new socket for this client alone.`,
    waits: (name) =>
      `For ${name}, connect succeeded and the connection is ESTABLISHED. But the program is busy elsewhere and does not call accept: the connection waits in the queue of listen, the backlog, and the bytes sent stay unread. (The lab plays this queue by keeping the connection paused.)`,
    accepted: (name) =>
      `The program is back at accept, which returns the oldest connection of the queue: that of ${name}. It can now call recv and send on this socket, and first reads what was waiting.`,
    ended: (name) =>
      `${name} closed its writing direction, with shutdown(SHUT_WR) or close: a FIN arrived, and recv returns zero bytes. The connection is now CLOSE_WAIT on the program’s side; the other direction is still open.`,
    halfClosed: (name) =>
      `The program calls shutdown(SHUT_WR): ${name} receives a FIN, after all that was sent to it. The other direction stays open, and the program goes on reading.`,
    unixReset: (errno) =>
      `The other end is closed: writing fails with ${errno}. A unix socket has no RST, and the kernel keeps nothing of the connection.`,
    closed: {
      finished:
        'Each side has sent its FIN: close gives the socket back. Whoever closed first keeps the connection in TIME_WAIT for a while.',
      reset:
        'An RST arrived: the connection is gone at once, without FIN or TIME_WAIT. Whatever was still to be read or sent is lost, and recv fails with ECONNRESET.',
      'slow-consumer':
        'This participant read nothing for 10\u00a0s: its TCP window stayed shut and its send queue full. The program closes its connection so that the others need not wait.',
      'line-too-long':
        'Too many bytes came without any end of line. The program stops reading them and closes the connection.',
      'half-closed-too-long':
        'This participant had sent FIN without closing the other direction. After 30\u00a0s the program calls close and sends its own.',
      'idle-timeout':
        'Not a byte passed on this connection, in either direction, for as long as the run’s inactivity limit. The program calls close, as socat does with -T; where bytes were left unread, the kernel sends RST instead of FIN.',
      'run-stopped': 'The run stops: the program calls close on every socket, and everyone receives a FIN.',
      'not-sent':
        'The program could not read the file to its end. It cuts the connection with RST: FIN would have made the file look whole.',
      'not-stored':
        'The program could not keep this file. It closes the connection without reading the rest: the kernel then answers with RST, and sending fails at the other end.',
      disconnected:
        'Somebody asked for this end, and the connection is closed. The program has known nothing of it since it was asked.',
      forgotten:
        'Too many addresses have sent datagrams: this one had been silent longest, and the lab forgets it. If it writes again, it gets a new number.',
      failed: 'A system call on this socket failed: the program closes it.',
    },
    reached: (name) =>
      `connect returned: the handshake SYN, SYN-ACK, ACK is complete, and the connection to ${name} is ESTABLISHED. The server opposite has not necessarily called accept: its kernel is enough.`,
    forked: (name, child, parent) =>
      `fork returned twice: in child ${child}, which reads the connection of ${name}, and in parent ${parent}, which writes to it. The socket is the same for both.`,
    listenerClosed:
      'The program closes this listening socket. The connections that it gave live on: each is a socket of its own.',
    tlsOnPlain:
      'The first bytes (16 03) are those of a TLS handshake, but this listener speaks plain TCP. They pass as any bytes do; nobody will answer the handshake. Aim at a TLS listener, or speak without TLS.',
    refusals: {
      'not-tls':
        'The TCP connection was made, but the first bytes are no TLS handshake: the lab closes it. Use OPENSSL: in socat, or a TCP listener.',
      'certificate-refused':
        'The client refused the certificate of the lab: it does not know its authority. Give it socket-lab-ca.pem (cafile=), or do without verification (verify=0).',
      'handshake-failed':
        'The TCP connection was made, but the TLS handshake did not succeed. The program never saw it.',
      'handshake-timeout':
        'The TCP connection was made, but the TLS handshake was not done within 10 s. Nobody else had to wait.',
    },
    childDied:
      'The process that read the connection died before the stream ended. The parent learns it from wait, and closes its half.',
    deadlock:
      'Both programs are blocked in recv, each on the connection of the other, and nothing is under way between them. Neither can leave recv unless the other writes: this is a deadlock.',
    refused: 'The lab closed this connection as soon as it arrived. The program never saw it.',
    heldUp: (name) =>
      `${name} has stopped reading: its TCP window shuts, and send takes nothing more. Once its queue is three quarters full, the program stops reading those who speak; their bytes wait in the kernel. This is backpressure.`,
    unblocked: (name) =>
      `${name} reads again: send goes on, its queue has drained, and the program reads everyone again.`,
    trouble:
      'The lab shows only what it could keep. While the journal cannot be written it reads nobody: nothing is lost, the bytes wait in the kernel.',
    stopped:
      'The program closes its listening socket: nobody can connect any more. With SO_REUSEADDR the port can be used again at once, despite connections in TIME_WAIT.',
  },
}
