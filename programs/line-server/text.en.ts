import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Line server',
  question: 'Question 1',
  teach:
    'The program accepts one client and prints its lines, then takes the next. A second client connects at once, yet waits in the backlog for its accept.',
  plays: 'You play the clients: a terminal, a browser, your program.',
  help: 'question 1: accepts one client, prints its lines, then takes the next one',
  options: {},
}
