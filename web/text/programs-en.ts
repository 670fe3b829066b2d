/** Words of the worksheet's programs, in English. Their shape is that of the French ones. */
import { counted } from './format.ts'
import type { fr } from './programs.ts'

const n = (value: number, one: string, other: string): string => counted('en', value, { one, other })

export const en: typeof fr = {
  scenarios: {
    'line-server': {
      name: 'Line server',
      question: 'Question 1',
      teach:
        'The program accepts one client and prints its lines, then takes the next. A second client connects at once, yet waits in the backlog for its accept.',
      plays: 'You play the clients: a terminal, a browser, your program.',
    },
    'line-client': {
      name: 'Line client',
      question: 'Question 2',
      teach:
        'The program connects where you tell it, then sends each line of its keyboard. Refused, timed out, cut off: each failure is told, with the name of its errno.',
      plays: 'You hold the keyboard; opposite, socat or your server.',
    },
    'alternating-chat': {
      name: 'Alternating chat',
      question: 'Question 3',
      teach:
        'Turn by turn, for ever: write a line, read a line. A line typed out of turn waits; if both read first, nothing moves any more.',
      plays: 'You hold the keyboard; opposite, socat, your program, or a second program of the lab.',
    },
    'duplex-chat': {
      name: 'Free chat',
      question: 'Question 4',
      teach:
        'Two real processes for one connection: fork shares it, the child reads and prints, the parent reads the keyboard and sends. Each speaks when it likes, and one direction may end before the other.',
      plays: 'You hold the keyboard; opposite, socat, your program, or a second program of the lab.',
    },
    'relay-known': {
      name: 'Relay, known number',
      question: 'Question 5',
      teach:
        'The program accepts N clients, then relays their lines without select: one after the other, or with a process for each. A single silent client can hold up all the others.',
      plays: 'You play the N clients: terminals and browsers.',
    },
    relay: {
      name: 'Relay',
      question: 'Question 6',
      teach:
        'A single process serves every client with select: each line that comes in goes out to all the others. Come, speak and leave in any order.',
      plays: 'The whole room, however many that is.',
    },
    'file-receiver': {
      name: 'File receiver',
      question: 'Page on socat',
      teach:
        'A file is but a stream of bytes: the program keeps what each client sends until its FIN. TCP carries neither name nor length, and nothing tells whether a stream cut short was whole: compare the SHA-256 sums.',
      plays: 'You send, with socat; the page shows what arrives, and gives it back.',
    },
    'file-sender': {
      name: 'File sender',
      question: 'Page on socat',
      teach:
        'Choose a file: each client that connects gets the whole of it, then FIN. The client learns neither its name nor its size: it reads to the end, and the SHA-256 says whether it has everything.',
      plays: 'You receive, with socat; the page shows how far each has come.',
    },
    'udp-receiver': {
      name: 'UDP receiver',
      question: 'Page on socat',
      teach:
        'The program prints each datagram, wherever it comes from, without a connection: boundaries are kept, empty ones too. What the buffer cannot hold is lost, and the kernel counts it.',
      plays: 'You send, with socat, a browser or your program; the keyboard answers the last one.',
    },
    'udp-sender': {
      name: 'UDP sender',
      question: 'Page on socat',
      teach:
        'The program sends its keyboard as datagrams, a line or a block each. sendto succeeds whether or not anybody receives.',
      plays: 'You hold the keyboard; opposite, socat UDP-RECVFROM or your program.',
    },
  },
  options: {
    maxLine: {
      label: 'Longest line, in bytes',
      hint: 'Its end included, 16 to 131,072. The rest of a longer line is discarded, and the event says so.',
    },
    reuseAddress: {
      label: 'Take the port again at once (SO_REUSEADDR)',
      hint: 'Without this option the port is refused while TIME_WAIT is left on it, as bind would.',
    },
    inactivity: {
      label: 'Inactivity time-out, in seconds',
      hint: '0 (never) to 3,600, as socat -T: after so long without a byte in either direction, the program closes a connection that it has accepted.',
    },
    count: { label: 'Number of clients (N)', hint: '2 to 20. Client N+1 is never accepted.' },
    strategy: {
      label: 'How it serves them',
      choices: {
        'in-turn': { label: 'In turn', hint: 'It reads client 1, then 2… A silent client holds up the others.' },
        'process-each': { label: 'A process each', hint: 'fork after the N accepts: each child reads its own.' },
        unknown: {
          label: 'N unknown',
          hint: 'It alternates accept and recv, and blocks in one while the other has work.',
        },
      },
    },
    role: {
      label: 'Role of the program',
      choices: {
        server: { label: 'Server', hint: 'It listens, and serves the first who connects.' },
        client: { label: 'Client', hint: 'It connects to the address that you give.' },
      },
    },
    begins: {
      label: 'It begins by',
      choices: {
        'as-the-sheet': { label: 'As the sheet', hint: 'The client begins by writing, the server by reading.' },
        reading: { label: 'Reading', hint: 'If the other reads first too, each waits for the other for ever.' },
        writing: { label: 'Writing', hint: 'If the other writes first too, the lines cross.' },
      },
    },
    maximum: {
      label: 'Argument of recvfrom, in bytes',
      hint: 'From 1 to 65,535. The rest of a longer datagram is lost.',
    },
    receiveBuffer: {
      label: 'Receive buffer (SO_RCVBUF), in bytes',
      hint: '0 leaves it to the system. A small one overflows soon: the kernel drops, and counts.',
    },
    lineEnd: { label: 'The end of a line is part of its datagram', hint: 'As with socat, or readline in Python.' },
    cut: {
      label: 'A datagram is',
      choices: {
        lines: { label: 'A line', hint: 'Each line of the keyboard leaves alone.' },
        blocks: { label: 'A block', hint: 'So many bytes, whatever they are: for a file.' },
      },
    },
    size: { label: 'Bytes of a block', hint: 'From 1 to 65,507; the last one may be shorter.' },
    connected: {
      label: 'connect before sending',
      hint: 'Nothing is sent, but the kernel will tell when nobody listens (ECONNREFUSED).',
    },
    target: 'It connects to',
    host: 'Machine',
    port: 'Port',
    targetHint: 'Where a server listens: a run of this lab, or socat TCP-LISTEN:8080 in a terminal.',
    targetRunning: 'Runs that listen',
    bothSides: 'Play both sides',
    bothSidesHint: 'Two runs: a server, then a client that really connects to it. Both begin as chosen.',
  },
  live: {
    title: 'The program',
    thread: 'second thread',
    main: 'main',
    child: (name) => `child of ${name}`,
    blocked: (call) => `blocked in ${call}`,
    process: (who, what) => `${who}: ${what}`,
    calls: {
      recvfrom: 'recvfrom()',
      sendto: 'sendto()',
      accept: 'accept()',
      connect: 'connect()',
      select: 'select()',
      wait: 'wait()',
      keyboard: 'readline(keyboard)',
      choice: 'chosen_file()',
    },
    runs: 'runs',
    legend: {
      recvfrom: 'recvfrom will return with the next datagram, wherever it comes from.',
      sendto: 'sendto returns as soon as the kernel has taken the datagram.',
      accept: 'accept will return when a client connects.',
      connect: 'connect will return when the other kernel has answered or refused.',
      select: 'select will return as soon as at least one socket is ready: the listening one, or that of a client.',
      wait: 'The main process waits, in wait, for one of its children to end.',
      keyboard: 'The program waits for a line of its keyboard.',
      choice:
        'The program waits for a file to be chosen on the page: until then it accepts nobody, and clients wait in the backlog.',
    },
    legendAlone: 'Meanwhile it does not read its socket: what arrives there stays in the kernel.',
    legendRecv: (name) => `recv will return when ${name} sends bytes, or FIN.`,
    has: (blocked, count) => `${blocked}: has ${n(count, 'byte', 'bytes')} of a line, no “\\n” yet`,
    legendPartial: (name, count) =>
      `recv returned ${n(count, 'byte', 'bytes')} of ${name}, without “\\n”: the program, which reads by lines, keeps them and waits for the rest.`,
    legendChild: (name) => `Its child waits for ${name} alone.`,
    legendChildren: 'Each child waits for its client alone, and holds up nobody else.',
    unread: (count) =>
      `Meanwhile ${n(count, 'participant is not read', 'participants are not read')}: what comes from them waits in the kernel.`,
    foreign: 'The other end is not a program of the lab: what it waits for, nothing here can tell.',
    over: 'The program has ended.',
    why: {
      recv: (name) => `waits: the program reads ${name}`,
      call: (call) => `waits: the program is in ${call}`,
      keyboard: 'waits: the program is at its keyboard',
    },
    console: 'Console',
    consoleEmpty: 'Nothing has been printed yet.',
    typed: 'typed on the keyboard',
    printed: (name) => `printed, received from ${name}`,
    goesTo: (place) => `to ${place}`,
  },
  deadlock: {
    title: 'Deadlock',
    body: 'Both programs are blocked in recv: each waits for a line that the other will send only after it has received one. Nothing will move any more. Stop them, and let one of the two begin by writing.',
    cycle: (here, there) => `${here} waits for ${there}, and ${there} waits for ${here}.`,
    waits: 'waits for',
    here: 'this run',
    there: 'See the other run',
  },
  keyboard: {
    tab: 'Program’s keyboard',
    line: 'Line for the program’s keyboard',
    prompt: 'keyboard',
    placeholder: 'type a line for the program',
    turn: 'The program waits for your line.',
    notTurn: (what) => `It is not its turn, it is ${what}: the line will wait at the keyboard.`,
    busy: 'The program has not come to reading its keyboard yet: the line will wait.',
    ahead: (count) => n(count, 'line typed ahead', 'lines typed ahead'),
    end: 'End of file: Ctrl+D',
    ended:
      'Ctrl+D is typed: the program will see the end of file when it reads its keyboard, after the lines that wait.',
    notTyped: (why) => `The line was not typed. ${why}`,
  },
  unreached: {
    title: (host, port) => `connect to ${host}, port ${port}, failed:`,
    short: (host, port, errno) => `${errno} · ${host}:${port}`,
    after: 'The program has nothing left to do, and ends.',
  },
  errno: {
    ECONNREFUSED:
      'The machine answered with RST: no program listens on this port. Most often the server is not started, or not on this port.',
    EHOSTUNREACH:
      'No way leads to this machine, or it does not answer on the local network. Most often: a wrong address, a machine that is off, a firewall.',
    ENETUNREACH: 'This machine has no route to that network. Most often: no network, or a wrong address.',
    ETIMEDOUT:
      'No answer came in time, neither yes nor no. Most often a firewall drops the packets, or the machine does not exist.',
    ENOTFOUND: 'No address belongs to this name. Most often it is misspelt.',
    ECONNRESET:
      'The other side cut the connection with RST instead of FIN. Most often its program was killed, or closed before it had read all that had arrived.',
    EMSGSIZE: 'A UDP datagram carries 65,507 bytes at most: sendto refuses, and nothing is sent.',
    EPIPE: 'Something was written after the other side had closed: nobody is left to read it.',
  },
  errnoOther: 'The system gives this error name and says no more: man errno explains it.',
}
