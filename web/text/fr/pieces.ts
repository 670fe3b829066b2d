/** "Send as…": four ways to send one message, and what to watch for. */
import { counts } from '../format.ts'

type Ways = Record<'bytes' | 'character' | 'two-lines' | 'no-newline', { label: string; watch: string }>
type Hindrances = Record<'empty' | 'no-character' | 'too-long', string>

const n = counts('fr')

export const pieces = {
  button: 'Envoyer autrement',
  ways: {
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
  } satisfies Ways,
  hindrances: {
    empty: 'Tapez d’abord un message.',
    'no-character': 'Tous ses caractères tiennent sur un octet\u202f: essayez é, € ou 😀.',
    'too-long': 'Ce message est trop long pour être envoyé ainsi.',
  } satisfies Hindrances,
  writes: (count: number) => n(count, 'écriture', 'écritures'),
  preview: 'Aperçu des écritures',
  pace: 'Chaque morceau attend que le programme ait lu le précédent, sinon TCP les rendrait d’un bloc. Si le programme ne lit pas, ils s’entassent dans le noyau.',
  splitCharacter:
    'La limite entre deux recv tombe au milieu d’un caractère\u202f: décoder chaque lecture à part échouerait. On décode la ligne une fois entière.',
}
