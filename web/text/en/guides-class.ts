import type * as fr from '../fr/guides-class.ts'

export const classGuides: typeof fr.classGuides = {
  join: {
    button: 'Open the relay',
    title: 'Joining the relay',
    steps: {
      came: 'In a terminal: socat STDIO {socat}',
      said: 'Type a line there: the relay receives it.',
      estab: 'In the kernel: an ESTAB socket for each connection.',
    },
    why: [
      'connect returns as soon as the other kernel has answered. The program learns of the connection by accept.',
      'Each connection has two addresses and two ports: by them the kernel knows which socket a segment is for.',
    ],
  },
  backlog: {
    button: 'Two clients at a time',
    title: 'The second client waits',
    steps: {
      two: 'In two terminals: socat STDIO {socat}',
      'second-said': 'Type a line in the second one: the server does not print it.',
      'first-left': 'Ctrl+D in the first one.',
      'not-accepted': 'The second is ESTAB for the kernel, and the program has not accepted it.',
      queued: 'In the kernel: the second’s Recv-Q grows.',
      'let-in': 'accept then returns the second, and its line is read.',
    },
    why: [
      'The kernel establishes connections by itself and keeps them in the queue of listen. The server serves one at a time.',
      'The bytes of the second wait in its receive buffer: nothing is lost, nothing is read.',
    ],
  },
  client: {
    button: 'Start the client and a server',
    title: 'The client that never reads',
    steps: {
      'typed-line': 'Type a line on the client’s keyboard.',
      'server-over': 'Go to the other program, answer, then stop it.',
      'answer-waits': 'In the kernel: the server’s answer stays in the client’s Recv-Q.',
    },
    why: [
      'The client of question 2 writes and does not read: what the server answers piles up in the client’s receive buffer.',
      'If there were much of it, that buffer would fill, then the server’s send buffer, and the server would be blocked in send.',
    ],
  },
  'closed-port': {
    button: 'To a closed port',
    title: 'A port where nobody listens',
    steps: {
      'nobody-there': 'The client tried to connect: nobody answered it, and it has ended.',
      'refused-there': 'The page says ECONNREFUSED, and its cause.',
    },
    why: [
      'No socket listens on this port: the other kernel answers with RST, and connect fails at once.',
      'A firewall that drops segments answers nothing: connect then waits for long, and says ETIMEDOUT.',
    ],
  },
  turns: {
    button: 'In turns',
    title: 'Speaking out of turn',
    steps: {
      ahead: 'Type two lines one after the other on the program’s keyboard: the second waits there.',
      reply: 'Go to the other program and answer: the line that waited leaves.',
      blocked: 'The program is blocked in recv: it waits for the other.',
    },
    why: [
      'The chat alternates send and recv. In recv the program does not read its keyboard: what you type waits in the terminal.',
    ],
  },
  free: {
    button: 'Two processes, one socket',
    title: 'An end of file each way',
    steps: {
      'eof-here': 'Ctrl+D on this program’s keyboard.',
      'still-heard': 'Go to the other program and type a line: it still arrives.',
      'eof-both': 'Ctrl+D there as well: both programs end.',
      'two-pids': 'Two process ids, one socket.',
      'half-open': 'In the kernel: FIN_WAIT2 on one side, CLOSE_WAIT on the other.',
    },
    why: [
      'fork gives the same socket to both processes: one reads the keyboard and writes, the other reads the socket and prints.',
      'shutdown(SHUT_WR) sends FIN: one direction is over, the other goes on. close would not do, the other process still holds the socket.',
    ],
  },
  each: {
    button: 'A process each',
    title: 'A process for each client',
    steps: {
      'both-heard': 'Speak as {2}, then as {1}: each is read at once.',
      'one-more': 'Add a participant: it connects.',
      children: 'A process for each client, each blocked in its own recv.',
      never: 'In the kernel the newcomer is ESTAB; the program never accepts it.',
    },
    why: [
      'A process for each client waits for its own one: nobody waits for the silent one any more.',
      'The program knows N: it calls accept N times, and no more. Client N+1 stays in the queue of listen.',
    ],
  },
  select: {
    button: 'Hold select',
    title: 'select, one wake-up at a time',
    steps: {
      held: 'Program tab, a click in it, then h: select is held. Then speak as {1} and as {2}.',
      'one-step': 's: one wake-up.',
      'go-on': 'h again: the program goes on.',
      'thrown-out': 'Menu ⋮ of a participant: disconnect it, by FIN or by RST.',
      'who-holds': 'Every page says who holds it.',
      together: 'One wake-up, and several sockets ready together.',
    },
    why: [
      'select waits for all sockets at once, and says which are ready: each can then be read without blocking.',
      'What arrives while the program works is ready in the next round, together.',
    ],
  },
}
