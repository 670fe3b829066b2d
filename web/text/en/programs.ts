/** Words of the worksheet's programs, in English. Their shape is that of the French ones. */
import { counted } from '../format.ts'
import type { programs as fr } from '../fr/programs.ts'

const n = (value: number, one: string, other: string): string => counted('en', value, { one, other })

export const programs: typeof fr = {
  options: {
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
    download: 'Download the program',
    unfold: 'Show the whole program',
    fold: 'Show the essentials',
    foldedLines: (count: number) => n(count, 'line folded', 'lines folded'),
    thread: 'second thread',
    main: 'main',
    child: (name) => `child of ${name}`,
    blocks: (call, waiting, size, who) =>
      `${call === '' ? '' : `The program is in ${call}: `}${n(waiting, 'participant', 'participants')} and ${size} wait for ${who}.`,
    nobodyBlocks: 'Nobody waits any more.',
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
      choice: 'input()',
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
    legendFrozen:
      'The run is frozen: the program stays where it is, and learns nothing of what arrives before it is let go.',
    legendAlone: 'Meanwhile it does not read its socket: what arrives there stays in the kernel.',
    legendRecv: (name) => `recv will return when ${name} sends bytes, or FIN.`,
    has: (blocked, count) => `${blocked}: has ${n(count, 'byte', 'bytes')} of a line, no “\\n” yet`,
    legendPartial: (name, count) =>
      `recv returned ${n(count, 'byte', 'bytes')} of ${name}, without “\\n”: the program, which reads by lines, keeps them and waits for the rest.`,
    legendSendall: (name) =>
      `sendall will return when the kernel has taken all that goes to ${name}, which does not read enough. Until then this process does nothing else.`,
    legendChild: (name) => `Its child waits for ${name} alone.`,
    legendChildren: 'Each child waits for its client alone, and holds up nobody else.',
    unread: (count, size) =>
      `Meanwhile ${n(count, 'participant is not read', 'participants are not read')}: ${size === null ? 'what comes from them waits' : `${size} from them wait`} in the kernel.`,
    foreign: 'The other end is not a program of the lab: what it waits for, nothing here can tell.',
    over: 'The program has ended.',
    why: {
      recv: (name) => `the program reads ${name}`,
      call: (call) => `the program is in ${call}`,
      sendall: (name) => `the program is in sendall(${name})`,
      keyboard: 'the program is at its keyboard',
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
