import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Line client',
  question: 'Question 2',
  teach:
    'The program connects where you tell it, then sends each line of its keyboard. Refused, timed out, cut off: each failure is told, with the name of its errno.',
  plays: 'You hold the keyboard; opposite, socat or your server.',
  help: 'question 2: connects and sends each line of the keyboard',
  options: {},
}
