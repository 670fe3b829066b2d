import { counts } from '../format.ts'
import type * as fr from '../fr/pieces.ts'

const n = counts('en')

export const pieces: typeof fr.pieces = {
  button: 'Send differently',
  ways: {
    bytes: {
      label: 'Byte by byte',
      watch: 'As many recv as bytes for a single line: the program joins them again.',
    },
    character: {
      label: 'Cut inside a character',
      watch: 'Each recv returns half of the character, which cannot be decoded alone.',
    },
    'two-lines': {
      label: 'Two lines in one write',
      watch: 'One recv returns both: it is for the program to separate them.',
    },
    'no-newline': {
      label: 'Without newline',
      watch: 'The program keeps it, incomplete, until the next ↵ or until FIN.',
    },
  },
  hindrances: {
    empty: 'Type a message first.',
    'no-character': 'All its characters take one byte: try é, € or 😀.',
    'too-long': 'This message is too long to be sent in this way.',
  },
  writes: (count) => n(count, 'write', 'writes'),
  preview: 'Preview of the writes',
  pace: 'Each piece waits until the program has read the one before, else TCP would return them as one. While the program does not read, they pile up in the kernel.',
  splitCharacter:
    'The boundary between two recv falls inside a character: decoding each read by itself would fail. The line is decoded once it is whole.',
}
