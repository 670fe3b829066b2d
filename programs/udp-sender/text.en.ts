import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'UDP sender',
  question: 'Page on socat',
  teach:
    'The program sends its keyboard as datagrams, a line or a block each. sendto succeeds whether or not anybody receives.',
  plays: 'You hold the keyboard; opposite, socat UDP-RECVFROM or your program.',
  help: 'socat: sends the keyboard as UDP datagrams, a line or a block each',
  options: {
    cut: {
      label: 'A datagram is',
      choices: {
        lines: { label: 'A line', hint: 'Each line of the keyboard leaves alone.' },
        blocks: { label: 'A block', hint: 'So many bytes, whatever they are: for a file.' },
      },
      help: 'lines: a datagram a line; blocks: one for each --size bytes',
    },
    size: {
      label: 'Bytes of a block',
      hint: 'From 1 to 65,507; the last one may be shorter.',
      help: 'bytes of a block',
    },
    connected: {
      label: 'connect before sending',
      hint: 'Nothing is sent, but the kernel will tell when nobody listens (ECONNREFUSED).',
      help: 'on: connect first, so that the kernel tells when nobody listens',
    },
  },
}
