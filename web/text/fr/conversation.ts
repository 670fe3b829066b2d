/** The conversation of one participant with the program: both directions, in order. */
import { counts } from '../format.ts'

const n = counts('fr')

export const conversation = {
  tab: 'Conversation',
  label: (name: string) => `Conversation de ${name} avec le programme`,
  whose: 'Conversation de',
  gone: 'partis',
  nobody: 'Personne n’est encore venu\u202f: il n’y a rien à lire.',
  nothing: 'Aucun octet n’a encore circulé.',
  you: 'vous',
  shownAs: 'Montrer les octets',
  text: 'Texte',
  hex: 'Hexa',
  more: (size: string) => `+ ${size}`,
  /** Who speaks to whom, before the arrow and for those who do not see it. */
  to: (from: string, to: string) => `${from} à ${to}`,
  noEnd: 'sans ↵',
  noEndYet: 'pas encore de ↵',
  lost: (size: string) => `${size} écartés`,
  menu: 'Copier ou enregistrer',
  copy: 'Copier la conversation',
  copyHelp: 'avec les heures et le sens',
  save: {
    sent: (name: string) => `Enregistrer ce que ${name} envoie`,
    received: (name: string) => `Enregistrer ce que ${name} reçoit`,
  },
  saveHelp: 'les octets, tels quels',
  saved: (file: string, size: string) => `${file}\u202f: ${size}.`,
  missing: (size: string) => `${size} n’y sont pas\u202f: le journal ne les a pas.`,
  unsent: (size: string) => `Les ${size} de la fin n’ont jamais été pris.`,
  copied: (count: number) => `Copié\u202f: ${n(count, 'message', 'messages')}.`,
  copiedPart: (count: number) => `Copié\u202f: le début, ${n(count, 'message', 'messages')}.`,
}
