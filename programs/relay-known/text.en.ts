import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Relay, known number',
  question: 'Question 5',
  teach:
    'The program accepts N clients, then relays their lines without select: one after the other, or with a process for each. A single silent client can hold up all the others.',
  plays: 'You play the N clients: terminals and browsers.',
  help: 'question 5: a relay without select, for a known number of clients',
  options: {
    count: {
      label: 'Number of clients (N)',
      hint: '2 to 20. Client N+1 is never accepted.',
      help: 'how many clients it accepts',
    },
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
      help: 'in-turn: reads each in its turn; process-each: a process for each client; unknown: alternates accept and reads',
    },
  },
}
