import type * as fr from '../fr/datagrams.ts'

export const datagrams: typeof fr.datagrams = {
  receive: 'Receive in a terminal',
  receiveWhere: (host) => `To run where ${host} is, before sending: what comes while nobody listens is lost.`,
  receiving: {
    recv: 'One process prints whatever comes, wherever it comes from.',
    recvfrom: 'A child process for each datagram. Without fork, socat ends after the first: the usual trap.',
    listen: 'Keeps to the first who writes, and answers: your keyboard goes back to the program.',
  },
  block: 'socat takes 8192 bytes at a time: without -b, the rest of a longer datagram would be lost.',
  send: {
    socat:
      'UDP (UDP-CONNECT) calls connect: socat hears this program alone, and is told when nobody listens. A line is a datagram.',
    file: (name) => `Each read of ${name} becomes a datagram: -b sets its size, else 8192 bytes.`,
  },
  chooseFile: 'Send a file…',
  chooseFileHint: 'Its bytes are typed on the keyboard of the program, which cuts them up.',
  fileSending: (name, done, of) => `${name}: ${done} of ${of}`,
  fileSent: (name, size) => `${name}: ${size} typed.`,
  fileFailed: (name, why) => `${name} was not typed to its end: ${why}`,
  stopFile: 'Stop sending the file',
  waiting: (waiting, size) => `${waiting} wait for a block of ${size}; Ctrl+D sends this rest, and ends.`,
  tooLong: (size) => `A browser sends ${size} at most in one datagram. Nothing was sent.`,
  leave: 'Leave',
  leaveHelp: 'close(): nothing is sent, nobody will know',
}
