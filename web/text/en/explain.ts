import type { ExplainWords } from '../fr/explain.ts'

const stream = 'TCP carries a stream of bytes, without boundaries.'

export const explain: ExplainWords = {
  /** What reads have to do with lines. */
  lessons: {
    'one-to-one': `${stream} Here one read returned exactly one line: common when somebody types, never guaranteed.`,
    'read-of-lines': `${stream} A single recv returned several lines: it is up to the program to cut after each ↵.`,
    'line-of-reads': `${stream} It took several recv for a single line: the program keeps the beginning until the ↵.`,
    mixed: `${stream} Reads and lines do not coincide: the program joins the pieces, then cuts after each ↵.`,
    partial: `${stream} The last read also returned the beginning of another line: the program keeps it until the next ↵.`,
    unfinished: 'The stream ended with FIN before this line did: the program passes on what it has, and adds nothing.',
  },
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
  cut: 'The lab cuts the connection by RST, without FIN: the program had not accepted it, or its file was not all sent, or the other end did not take in time what waited for it. What was still to be read or sent is lost, and recv fails there with ECONNRESET.',
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
    'half-closed-replaced':
      'There was no place left for a newcomer, and of those that sent FIN this participant did so longest ago: the lab closes the other direction in the program’s stead. Nobody who has not sent FIN ever makes room.',
    'idle-timeout':
      'Not a byte passed on this connection, in either direction, for as long as the run’s idle time-out. The program calls close, as socat does with -T; where bytes were left unread, the kernel sends RST instead of FIN.',
    'run-stopped':
      'The run stops: the program calls close on every socket, and everyone who has not had a FIN receives one.',
    'not-sent':
      'The program could not read the file to its end. It cuts the connection with RST: FIN would have made the file look whole.',
    'no-process':
      'fork failed with EAGAIN: the lab has as many child processes as it may, all runs together (--max-children). Nobody would read this connection: it is cut by RST. The others go on.',
    'not-stored':
      'The program could not keep this file. It closes the connection without reading the rest: the kernel then answers with RST, and sending fails at the other end.',
    disconnected:
      'Somebody asked for this end, and the connection is closed. The program has known nothing of it since it was asked.',
    forgotten:
      'Too many addresses have sent datagrams: this one had been silent longest, and the lab forgets it. If it writes again, it gets a new number.',
    failed: 'A system call on this socket failed: the program closes it.',
  },
  class: {
    muted:
      'The teacher has muted it: the lab reads it no more. What it sends waits in the kernel, where Recv-Q counts it; it still receives. Nothing is lost.',
    heard: 'The lab reads it again: what waited from it arrives, in order.',
    floor:
      'The teacher gave it the floor: the lab reads it alone, and what the others send waits in the kernel. That ends when the teacher gives it back, or when it leaves.',
    open: 'The lab reads everybody again: what waited arrives, in the order of each.',
    'kept-out':
      'The teacher keeps it out: its connection ends, and for as long as the run lives neither it nor, where it came without a browser, its address comes in again. For the kernel, the lab accepts and closes at once.',
    'let-in': 'The teacher lets it come back: it may connect again.',
  },
  reached: (name) =>
    `connect returned: the handshake SYN, SYN-ACK, ACK is complete, and the connection to ${name} is ESTABLISHED. The server opposite has not necessarily called accept: its kernel is enough.`,
  forked: (name, child, parent) =>
    `fork returned twice: in child ${child}, which reads the connection of ${name}, and in parent ${parent}, which writes to it. The socket is the same for both.`,
  listenerClosed:
    'The program closes this listening socket. The connections that it gave live on: each is a socket of its own.',
  tlsOnPlain:
    'The first bytes (16 03) are those of a TLS handshake, but this listener speaks plain TCP. They pass as any bytes do; nobody will answer the handshake. Aim at a TLS listener, or speak without TLS.',
  httpOnRaw:
    'The first line is a request of HTTP: somebody has opened this address in a browser. Its lines pass as any lines do; the program answers nothing of its own, and the browser goes on waiting. Close that tab: the page of the lab is at another port, and what belongs here is socat.',
  refusals: {
    'too-soon':
      'A connection of this address has just been closed because it read nothing. The same address waits before it may come again: 1\u00a0s the first time, twice as long each time, 60\u00a0s at most. Whoever shares the address of another participant does not wait.',
    'not-tls':
      'The TCP connection was made, but the first bytes are no TLS handshake: the lab closes it. Use OPENSSL: in socat, or a TCP listener.',
    'certificate-refused':
      'The client refused the certificate of the lab: it does not know its authority. Give it socket-lab-ca.pem (cafile=), or do without verification (verify=0).',
    'handshake-failed': 'The TCP connection was made, but the TLS handshake did not succeed. The program never saw it.',
    'handshake-timeout':
      'The TCP connection was made, but the TLS handshake was not done within 10 s. Nobody else had to wait.',
  },
  childDied:
    'The process that read the connection died before the stream ended. The parent learns it from wait, and closes its half.',
  deadlock:
    'Both programs are blocked in recv, each on the connection of the other, and nothing is under way between them. Neither can leave recv unless the other writes: this is a deadlock.',
  refused: 'The lab closed this connection as soon as it arrived. The program never saw it.',
  refusedOften: 'Many came within a second: one event counts them all.',
  blocked: (name) =>
    `${name} does not read: its TCP window has shut, the kernel’s buffer is full, and sendall does not return. The program has one process: it accepts, reads and serves nobody.`,
  unblocked: (name) =>
    `The kernel has taken all that went to ${name}, or its connection is over: sendall returns, and the program goes on.`,
  paused: (name) =>
    `${name} does not read fast enough: its TCP window has shut, and send does not take everything. What goes to ${name} waits in its queue. Who has put more than its share there is not read: its bytes stay in the kernel, and its own send blocks. This is backpressure; the others do not wait.`,
  resumed: (name) =>
    `The queue of ${name} has drained, or one of the two connections is over. The program reads again who had filled it and is still here.`,
  trouble:
    'The lab shows only what it could keep. While the journal cannot be written it reads nobody: nothing is lost, the bytes wait in the kernel.',
  stopped:
    'The program closes its listening socket: nobody can connect any more. With SO_REUSEADDR the port can be used again at once, despite connections in TIME_WAIT.',
}
