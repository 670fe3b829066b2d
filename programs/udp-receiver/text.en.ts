import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'UDP receiver',
  question: 'Page on socat',
  teach:
    'The program prints each datagram, wherever it comes from, without a connection: boundaries are kept, empty ones too. What the buffer cannot hold is lost, and the kernel counts it.',
  plays: 'You send, with socat, a browser or your program; the keyboard answers the last one.',
  help: 'socat: prints each UDP datagram, answers the last sender',
  options: {
    maximum: {
      label: 'Argument of recvfrom, in bytes',
      hint: 'From 1 to 65,535. The rest of a longer datagram is lost.',
      help: 'the argument of recvfrom, in bytes; the rest of a longer datagram is lost, and that is said',
    },
    receiveBuffer: {
      label: 'Receive buffer (SO_RCVBUF), in bytes',
      hint: '0 leaves it to the system. A small one overflows soon: the kernel drops, and counts.',
      help: 'SO_RCVBUF, in bytes; 0 leaves it to the system',
    },
  },
}
