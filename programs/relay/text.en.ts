import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Relay',
  question: 'Question 6',
  teach:
    'A single process serves every client with select: each line that comes in goes out to all the others. Come, speak and leave in any order.',
  plays: 'The whole room, however many that is.',
  help: 'question 6: a relay with select, for any number of clients',
  options: {},
}
