/** Words of files and of their transfers, in both languages. Invariant: `en` has the shape of `fr`, or it does not compile. */
import type { EventOf } from '../../server/wire/events.ts'
import { counted, formatBytes, type Lang } from './format.ts'

type Transfer = EventOf<'transfer'>
type States = Record<Transfer['state'], string>

const labelIn =
  (lang: Lang, states: States) =>
  ({ state, name, done, errno }: Transfer): string =>
    [name, states[state], ...(errno ? [errno] : []), ...(state === 'begun' ? [] : [formatBytes(lang, done)])].join(
      ' · ',
    )

const frStates: States = {
  begun: 'début',
  going: 'en cours',
  whole: 'entier',
  partial: 'incomplet',
  refused: 'refusé',
}
const enStates: States = {
  begun: 'begins',
  going: 'under way',
  whole: 'whole',
  partial: 'partial',
  refused: 'refused',
}

export const fr = {
  title: 'Fichiers',
  none: 'Aucun fichier n’est encore arrivé.',
  empty: {
    in: 'Collez cette commande dans un terminal\u202f: f est le fichier à envoyer. Il apparaîtra dans la vue Programme.',
    out: 'Collez cette commande dans un terminal\u202f: le fichier y arrivera sous le nom f.',
  },
  states: frStates,
  stateHelp: {
    begun: 'Le programme ouvre le fichier.',
    going: 'La fin n’est pas encore arrivée\u202f: TCP ne dit pas combien il en reste.',
    whole: 'FIN est arrivé, et le disque a tout.',
    partial: 'La connexion a été coupée avant FIN\u202f: voici ce qui était arrivé.',
    refused: 'Le labo n’avait pas la place de le garder.',
  } satisfies States,
  errnos: {
    EDQUOT: 'Le quota de fichiers du labo est atteint (EDQUOT)\u202f: rien n’en est gardé.',
    ENOSPC: 'Le disque est presque plein (ENOSPC)\u202f: rien n’en est gardé.',
  } as Record<string, string>,
  from: (name: string) => `de ${name}`,
  rate: (size: string) => `${size}/s`,
  done: (size: string, bytes: number) => `${size} (${counted('fr', bytes, { one: 'octet', other: 'octets' })})`,
  sha256: 'SHA-256',
  copySha: (name: string) => `Copier le SHA-256 de ${name}`,
  download: 'Télécharger',
  downloadOf: (name: string) => `Télécharger ${name}`,
  compare: 'À comparer avec sha256sum f, chez vous.',
  label: labelIn('fr', frStates),
  told: (who: string, { name, state, done }: Transfer) =>
    `fichier ${name} de ${who}\u202f: ${frStates[state]}, ${formatBytes('fr', done)}`,
  explain: {
    begun:
      'Le programme ouvre un fichier neuf pour ce client. Ce qui vient de cette connexion y est écrit tel quel, sans être coupé en lignes.',
    going:
      'Les octets continuent d’arriver. Le programme ne peut pas savoir combien il en reste\u202f: seul FIN le dira.',
    whole:
      'FIN est arrivé\u202f: recv rend zéro octet, le fichier est entier. Il est sur le disque (fsync), et son SHA-256 est calculé\u202f: celui de l’expéditeur doit être le même.',
    partial:
      'La connexion s’est terminée sans FIN, ou la séance a été arrêtée avant\u202f: le fichier est incomplet. Ce qui était arrivé est gardé, et marqué comme tel.',
    refused:
      'Le fichier ne tient pas dans le quota du labo (EDQUOT) ou sur le disque (ENOSPC). Rien n’en est gardé, et la connexion est fermée.',
  } satisfies States,
}

export const en: typeof fr = {
  title: 'Files',
  none: 'No file has arrived yet.',
  empty: {
    in: 'Paste this command into a terminal: f is the file to send. It will appear in the Program view.',
    out: 'Paste this command into a terminal: the file will arrive there under the name f.',
  },
  states: enStates,
  stateHelp: {
    begun: 'The program opens the file.',
    going: 'Its end has not come yet: TCP does not tell how much is left.',
    whole: 'FIN has come, and the disk has it all.',
    partial: 'The connection was cut before FIN: this is what had come.',
    refused: 'The lab had no room to keep it.',
  },
  errnos: {
    EDQUOT: 'The quota of the lab for files is reached (EDQUOT): nothing of it is kept.',
    ENOSPC: 'The disk is nearly full (ENOSPC): nothing of it is kept.',
  },
  from: (name) => `from ${name}`,
  rate: (size) => `${size}/s`,
  done: (size, bytes) => `${size} (${counted('en', bytes, { one: 'byte', other: 'bytes' })})`,
  sha256: 'SHA-256',
  copySha: (name) => `Copy the SHA-256 of ${name}`,
  download: 'Download',
  downloadOf: (name) => `Download ${name}`,
  compare: 'Compare with sha256sum f, on your side.',
  label: labelIn('en', enStates),
  told: (who, { name, state, done }) => `file ${name} of ${who}: ${enStates[state]}, ${formatBytes('en', done)}`,
  explain: {
    begun:
      'The program opens a new file for this client. What comes over this connection is written there as it is, not cut into lines.',
    going: 'Bytes go on arriving. The program cannot know how many are left: only FIN will tell.',
    whole:
      'FIN has come: recv returns zero bytes, the file is whole. It is on the disk (fsync), and its SHA-256 is known: the sender’s must be the same.',
    partial:
      'The connection ended without FIN, or the run was stopped before: the file is incomplete. What had come is kept, and marked so.',
    refused:
      'The file does not fit the quota of the lab (EDQUOT) or the disk (ENOSPC). Nothing of it is kept, and the connection is closed.',
  },
}
