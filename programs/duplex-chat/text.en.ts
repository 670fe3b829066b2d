import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Free chat',
  question: 'Question 4',
  teach:
    'Two real processes for one connection: fork shares it, the child reads and prints, the parent reads the keyboard and sends. Each speaks when it likes, and one direction may end before the other.',
  plays: 'You hold the keyboard; opposite, socat, your program, or a second program of the lab.',
  help: 'question 4: a free chat, two processes that share the socket, server or client',
  options: {},
}
