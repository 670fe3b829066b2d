import { counts } from '../format.ts'
import type * as fr from '../fr/people.ts'

const n = counts('en')

export const people: typeof fr.people = {
  naming: {
    me: 'That’s me…',
    any: 'Give it a name…',
    change: 'Change the name…',
    help: 'a name in place of the port',
    title: (name) => `Who is ${name}?`,
    field: 'Name',
    body: 'Everybody will see this name, and it stays with the run. The journal says who gave it.',
    give: 'Name',
    takeBack: 'Take the name back',
  },
  disconnect: {
    menu: (name) => `Actions on ${name}`,
    converse: 'Its conversation',
    converseHelp: 'what it sends and receives, in order',
    ask: (name) => `Disconnect ${name}?`,
    recorded: 'The journal notes who asked. One can connect again afterwards.',
    fin: {
      label: 'Disconnect (FIN)',
      help: 'shutdown, then close',
      body: (name) =>
        `The program closes the connection: ${name} gets what was sent to it, then FIN. What it still says is passed on to nobody.`,
    },
    rst: {
      label: 'Cut off (RST)',
      help: 'SO_LINGER 0, then close',
      body: (name) =>
        `The connection is gone at a blow: ${name} gets RST, “Connection reset by peer”. What waited is lost.`,
    },
    atOnce: {
      label: 'Close at once',
      help: 'close, without waiting',
      body: (name) =>
        `The socket is closed without waiting: what waited for ${name} is lost. A unix socket has no RST.`,
    },
  },
  /** Events that tell what somebody asked for: the end of a connection, the pace of select, what has no event of its own. */
  asked: {
    ofWhom: (name, what) => `${name}: ${what}`,
    disconnect: {
      fin: (by) => `FIN · asked by ${by}`,
      rst: (by) => `RST · asked by ${by}`,
    },
    name: (name, by) => `is called ${name} · named by ${by}`,
    command: {
      type: (by) => `typed by ${by}`,
      'type-end': (by) => `end of file (Ctrl+D), typed by ${by}`,
      forget: (by) => `a person was forgotten, asked by ${by}`,
      'remove-file': (by, file = 0) => `file ${file} deleted by ${by}`,
    },
    class: {
      muted: (by) => `muted by ${by}`,
      heard: (by) => `read again, asked by ${by}`,
      floor: (by) => `has the floor, given by ${by}`,
      open: (by) => `the floor is everybody’s, asked by ${by}`,
      'kept-out': (by) => `kept out by ${by}`,
      'let-in': (by) => `may come back, asked by ${by}`,
    },
    freeze: {
      on: (by) => `frozen by ${by}`,
      off: (by) => `let go by ${by}`,
    },
    stepper: {
      paused: (by) => `select paused by ${by}`,
      stepping: (by) => `one wake-up, asked by ${by}`,
      running: (by) => `select goes on, asked by ${by}`,
      gone: (by) => `select goes on: paused by ${by}, which has been gone for 30\u00a0s`,
    },
    explain: {
      disconnect: {
        fin: (name) =>
          `Somebody asked to disconnect ${name}. The program calls shutdown(SHUT_WR): FIN leaves after what waits. What ${name} still says is read and dropped, for a second at most; then close, and the kernel answers what comes later with RST.`,
        rst: (name) =>
          `Somebody asked to cut ${name} off. SO_LINGER with a time of 0, then close: the kernel sends RST, drops what waited, and recv fails with ECONNRESET at the other end. (A unix socket has no RST: it is closed.)`,
      },
      name: 'Somebody gave this name to a participant that came without one. The program knows nothing of it: to the program, and to the kernel, it is an address and a port.',
      command: {
        type: 'Somebody typed on the program’s keyboard. What it does not read yet waits there.',
        'type-end':
          'Somebody typed Ctrl+D on the program’s keyboard: once it has read what came before, input() will raise EOFError.',
        forget:
          'Somebody had a person forgotten: name and address were replaced in the events before. What people wrote, older copies and exports stay as they were.',
        'remove-file': 'Somebody deleted this file from the lab: its bytes are no longer on the disk.',
      },
      freeze: {
        on: 'The lab reads nobody in this run any more, and the program learns nothing of what arrives. Bytes wait in the kernel, where Recv-Q counts them, and so do new connections. Nothing is lost.',
        off: 'The lab reads again: the program learns, in order, of all that has come meanwhile.',
      },
      stepper: {
        paused:
          'The lab pauses the program before its next select. What arrives waits in the kernel, and everybody waits with it.',
        stepping:
          'The program may serve one wake-up, and no more: all the sockets that are ready then. Then it is paused again.',
        running: 'The program serves each wake-up at once again.',
        gone: 'The page that paused the program has been gone for 30\u00a0s: the lab resumes it, so that nobody waits for somebody who has left.',
      },
    },
  },
  bothSides: {
    tab: 'Both sides',
    server: 'server',
    client: 'client',
    page: 'its page',
  },
  portTaken: {
    label: 'The port is taken',
    title: 'Another run has the port',
    holder: (place, name) => `It is a run of this lab that has this port: ${name} ${place}.`,
    present: (count) => n(count, 'connection will be closed there', 'connections will be closed there'),
    go: 'Go to that run',
    stop: 'Stop it and start here',
    stopHint: (present) => `To stop it: ${present}, and its journal can still be read.`,
    nobody: 'nobody is connected to it',
  },
  /** What one may in a class, and who may the rest. */
  roles: {
    names: { teacher: 'Teacher', student: 'Student', speaker: 'Student', onlooker: 'Onlooker' },
    about: {
      teacher: 'You may do everything in this lab.',
      student: 'You may join in, and start two runs of your own; the rest is for the teacher.',
      speaker: 'You may join in; the rest is for the teacher.',
      onlooker: 'You may look at everything; the rest is for the teacher.',
    },
    ownersOnly: 'Only the teacher and whoever started this run control it.',
    noStart: 'In this lab only the teacher starts runs.',
    noJoin: 'In this lab only the teacher speaks from the page. A terminal can connect.',
  },
}
