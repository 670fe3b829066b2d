import type { ExperimentWords } from '../fr/experiments.ts'
import { classGuides } from './guides-class.ts'
import { socatGuides } from './guides-socat.ts'

export const experiments: ExperimentWords = {
  title: 'Experiments',
  lead: 'One click sets everything up; a guide says what to try, what to watch, and why.',
  names: { client: 'client', silent: 'silent', first: 'ana', second: 'bob' },
  start: (name) => `Start the experiment: ${name}`,
  startLabel: (button, name) => (button === name ? name : `${button}: ${name}`),
  guide: (name) => `Guide: ${name}`,
  try: 'Try',
  watch: 'Watch',
  why: 'Why',
  done: 'done',
  seen: 'seen',
  toDo: 'not yet',
  leave: 'Close the guide',
  fold: 'Fold the guide',
  unfold: 'Unfold the guide',
  other: 'Go to the other program',
  without: 'Restart without the option',
  with: 'Restart with it',
  cards: {
    join: {
      title: 'Joining a run',
      question: 'To begin with',
      body: 'A relay, and everybody connects to it with socat: what the kernel and the program see of that.',
    },
    backlog: {
      title: 'The second client',
      question: 'Question 1',
      body: 'A server that serves one client at a time: the second is connected, and nobody listens to it.',
    },
    client: {
      title: 'The line client',
      question: 'Question 2',
      body: 'It writes and never reads: where does the answer go? And what does connect say where nobody listens?',
    },
    free: {
      title: 'The free chat',
      question: 'Question 4',
      body: 'Two processes and a single socket; end of file has two directions.',
    },
    select: {
      title: 'select, step by step',
      question: 'Question 6',
      body: 'Hold select, let them speak, and serve one wake-up at a time.',
    },
    listeners: {
      title: 'TLS, unix, IPv6',
      question: 'Page on socat',
      body: 'Other ways to the same relay: what changes, and what the kernel knows of it.',
    },
    files: {
      title: 'Files',
      question: 'Page on socat',
      body: 'A file over a connection, one way and then the other: who knows that it is whole?',
    },
    datagrams: {
      title: 'UDP',
      question: 'Page on socat',
      body: 'Two terminals, one receiver: boundaries, and no connection.',
    },
    calls: {
      title: 'Time-outs and calls',
      question: 'Page on socat',
      body: 'An idle time-out at either end, and the same event told by both.',
    },
    restart: {
      title: 'Restart on the same port',
      question: 'Question 1',
      body: 'A server that closes first leaves TIME_WAIT on its port. Without SO_REUSEADDR the next one is refused; with it, it starts.',
    },
    order: {
      title: 'The chat the wrong way round',
      question: 'Question 3',
      body: 'Server and client of the alternating chat, both started, and beginning alike: by reading, or by writing.',
    },
    relay: {
      title: 'One silent client',
      question: 'Question 5',
      body: 'Without select the relay reads one client at a time. One is silent, the others speak: where do their bytes go?',
    },
    deaf: {
      title: 'A client that does not read',
      question: 'Question 6',
      body: 'A relay with select, and the sheet’s sendall: a single client stops reading while another floods. Who waits?',
    },
  },
  guides: {
    ...classGuides,
    ...socatGuides,
    restart: {
      button: 'Start the server',
      title: 'Restart on the same port',
      steps: {
        stopped: 'Stop the server while {1} is connected: it closes first.',
        refused: 'Restart without the option: the port is refused.',
        'at-once': 'Restart with it: the server listens at once.',
        'time-wait': 'In the kernel: TIME_WAIT on the program’s side, and its seconds running down.',
      },
      why: [
        'Whoever closes first keeps both addresses for a minute, in case an old segment still arrives. Without SO_REUSEADDR, bind refuses a port where that remains.',
        'On Linux both the earlier program and the new one must have set the option. The lab’s sockets always have it: if your server does not set it, the next one fails with it or without.',
        'Node always sets SO_REUSEADDR: “without the option” means that the lab applies the kernel’s rule itself, from its tables.',
      ],
    },
    'both-read': {
      button: 'Both read first',
      title: 'Both read first',
      steps: {
        typed: 'Type a line on the program’s keyboard: it stays there.',
        over: 'Stop one of the two programs.',
        deadlock: 'The deadlock is named, with who waits for whom.',
        ended: 'The other then reads end of file, and ends.',
      },
      why: [
        'Each is blocked in recv and will write only after it has read. Neither queue holds a byte, and neither ever will.',
        'Nothing is broken: the connection is ESTAB. The protocol is wrong, and TCP does not know.',
      ],
    },
    'both-write': {
      button: 'Both write first',
      title: 'Both write first',
      steps: {
        wrote: 'Type a line on this program’s keyboard.',
        crossed: 'Go to the other program and type one there too.',
        answered: 'Go on: a second line on either side.',
        waits: 'The line that came first waits in Recv-Q: the other program is at its keyboard.',
      },
      why: [
        'Each writes before it reads: the first lines cross in the kernel’s queues, then each reads the other’s.',
        'It works, but no line answers the one before. And if each wrote more than the queues can hold, both would be blocked in send.',
      ],
    },
    silent: {
      button: 'N known, in turn',
      title: 'N known, one of them silent',
      steps: {
        spoke: 'Speak as {2}: nobody hears it.',
        unblocked: 'Speak as {1}: everything flows.',
        'recv-q': 'In the kernel: {2}’s Recv-Q grows, the program does not read it.',
        turn: 'The program is blocked in recv({1}).',
      },
      why: [
        'The program reads client 1, then 2, then 3. As long as {1} is silent, recv does not return.',
        'The bytes of {2} are not lost: the kernel keeps them. A process for each client, or select, does not wait for one of them alone.',
      ],
    },
    unknown: {
      button: 'N unknown',
      title: 'N unknown: stuck in accept',
      steps: {
        round: 'Speak as {1}, again as {1}, then as {2}: one more step of the loop each time.',
        unheard: 'Speak as {1} once more: nobody hears it.',
        newcomer: 'Add a participant: accept returns.',
        accept: 'The program is blocked in accept(), and nobody comes.',
        unread: 'In the kernel: a client’s Recv-Q grows meanwhile.',
      },
      why: [
        'The loop alternates accept and recv, and either blocks. In accept it does not see the bytes; in recv it does not see the newcomer.',
        'It has to wait for both at once, which is what select does.',
      ],
    },
    sendall: {
      button: 'Relay with sendall',
      title: 'A client that does not read',
      steps: {
        deaf: 'In a terminal, a client that never reads: socat -u - {socat}',
        flood: 'In a second one, a client that floods: yes | socat -u - {socat}',
        frozen: 'Speak as {1}: nobody hears it, nor does {2}.',
        freed: 'Ctrl+C in the second terminal, then in the first: the program goes on.',
        'in-sendall': 'The program is blocked in sendall, to the client that does not read.',
        'send-q': 'In the kernel: that client’s Send-Q is full, and does not go down.',
      },
      why: [
        'The client does not read: its buffer fills, its TCP window closes, and then the program’s send buffer fills too. sendall returns only when all of it is in the kernel.',
        'The relay has one process: while it is in sendall it calls neither select nor recv nor accept. So a single client that does not read stops everybody.',
        'With the option “A queue for each” the relay keeps a queue for each client and writes only when select says that it can: only whoever fills the queue waits.',
      ],
    },
  },
}
