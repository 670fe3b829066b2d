import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Relay',
  question: 'Question 6',
  teach:
    'A single process serves every client with select: each line that comes in goes out to all the others. Come, speak and leave in any order.',
  plays: 'The whole room, however many that is.',
  help: 'question 6: a relay with select, for any number of clients',
  options: {
    sending: {
      label: 'To a client that does not read',
      choices: {
        queues: {
          label: 'A queue for each',
          hint: 'What a client does not take waits in its queue. Only who fills it waits; the others go on.',
        },
        sendall: {
          label: 'sendall, as on the sheet',
          hint: 'The program stays in sendall until that client reads: the whole room waits.',
        },
      },
      help: 'queues: a queue for each client, only who fills it waits; sendall: stays in sendall, all wait',
    },
  },
}
