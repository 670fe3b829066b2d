import type { HandWords } from '../fr/hand.ts'

export const hand: HandWords = {
  raise: 'Raise your hand',
  lower: 'Lower your hand',
  up: 'Your hand is up',
  word: 'A word, if you like',
  wordHelp: 'The teacher reads it on the wall, with your name.',
  rank: (rank) => `you are number ${rank} in the line`,
  since: (time) => `, for ${time}`,
  seen: 'The teacher sees this of you',
  shown: 'Show my program to all',
  shownHelp: 'only if the teacher asks, and it is asked each time',
  sendWord: 'Send the word',
}
