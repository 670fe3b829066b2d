import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Alternating chat',
  question: 'Question 3',
  teach:
    'Turn by turn, for ever: write a line, read a line. A line typed out of turn waits; if both read first, nothing moves any more.',
  plays: 'You hold the keyboard; opposite, socat, your program, or a second program of the lab.',
  help: 'question 3: a chat turn by turn, server or client',
  options: {
    begins: {
      label: 'It begins by',
      choices: {
        'as-the-sheet': { label: 'As the sheet', hint: 'The client begins by writing, the server by reading.' },
        reading: { label: 'Reading', hint: 'If the other reads first too, each waits for the other for ever.' },
        writing: { label: 'Writing', hint: 'If the other writes first too, the lines cross.' },
      },
      help: 'how it begins; in the sheet the client writes first and the server reads first',
    },
  },
}
