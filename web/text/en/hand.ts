import type { HandWords } from '../fr/hand.ts'

export const hand: HandWords = {
  raise: 'Raise your hand',
  lower: 'Lower your hand',
  up: 'Your hand is up',
  word: 'A word, if you like',
  wordHelp: 'The teacher sees your name, what your program does, and this word.',
}
