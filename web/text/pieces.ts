/**
 * Words of "send as…": four ways to send one message, and what to watch for.
 * Invariant: `en` has the shape of `fr`, or it does not compile.
 */
import { counted } from './format.ts'

type Ways = Record<'bytes' | 'character' | 'two-lines' | 'no-newline', { label: string; watch: string }>
type Hindrances = Record<'empty' | 'no-character' | 'too-long', string>

const frWays: Ways = {
  bytes: {
    label: 'Octet par octet',
    watch: 'Autant de recv que d’octets, pour une seule ligne\u202f: le programme les recoud.',
  },
  character: {
    label: 'Couper au milieu d’un caractère',
    watch: 'Chaque recv rend une moitié du caractère, qui ne se décode pas seule.',
  },
  'two-lines': {
    label: 'Deux lignes en une écriture',
    watch: 'Un seul recv rend les deux\u202f: c’est au programme de les séparer.',
  },
  'no-newline': {
    label: 'Sans fin de ligne',
    watch: 'Le programme la garde, inachevée, jusqu’au prochain ↵ ou jusqu’à FIN.',
  },
}
const frHindrances: Hindrances = {
  empty: 'Tapez d’abord un message.',
  'no-character': 'Tous ses caractères tiennent sur un octet\u202f: essayez é, € ou 😀.',
  'too-long': 'Ce message est trop long pour être envoyé ainsi.',
}

export const fr = {
  button: 'Envoyer autrement',
  ways: frWays,
  hindrances: frHindrances,
  writes: (count: number) => counted('fr', count, { one: 'écriture', other: 'écritures' }),
  preview: 'Aperçu des écritures',
  pace: 'Chaque morceau attend que le programme ait lu le précédent, sinon TCP les rendrait d’un bloc. Si le programme ne lit pas, ils s’entassent dans le noyau.',
  splitCharacter:
    'La limite entre deux recv tombe au milieu d’un caractère\u202f: décoder chaque lecture à part échouerait. On décode la ligne une fois entière.',
}

const enWays: Ways = {
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
}
const enHindrances: Hindrances = {
  empty: 'Type a message first.',
  'no-character': 'All its characters take one byte: try é, € or 😀.',
  'too-long': 'This message is too long to be sent in this way.',
}

export const en: typeof fr = {
  button: 'Send differently',
  ways: enWays,
  hindrances: enHindrances,
  writes: (count) => counted('en', count, { one: 'write', other: 'writes' }),
  preview: 'Preview of the writes',
  pace: 'Each piece waits until the program has read the one before, else TCP would return them as one. While the program does not read, they pile up in the kernel.',
  splitCharacter:
    'The boundary between two recv falls inside a character: decoding each read by itself would fail. The line is decoded once it is whole.',
}
