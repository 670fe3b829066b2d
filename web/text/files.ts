/** Words of files and of their transfers, in both languages. Invariant: `en` has the shape of `fr`, or it does not compile. */
import type { EventOf } from '#shared/protocol/events.ts'
import type { FileView, FileWay } from '#shared/protocol/transfers.ts'
import { counted } from './format.ts'

type Transfer = EventOf<'transfer'>
type Kept = Exclude<FileView['state'], 'removed'>
type Words = Record<Transfer['state'], string>
type Ways = Record<FileWay, Words>

const frStates: Ways = {
  in: {
    begun: 'début',
    going: 'en cours',
    whole: 'reçu jusqu’à FIN',
    partial: 'incomplet',
    refused: 'refusé',
  },
  out: {
    begun: 'début de l’envoi',
    going: 'envoi en cours',
    whole: 'envoyé en entier',
    partial: 'interrompu',
    refused: 'refusé',
  },
  chosen: {
    begun: 'arrive de la page',
    going: 'arrive de la page',
    whole: 'choisi',
    partial: 'incomplet',
    refused: 'refusé',
  },
}
const enStates: Ways = {
  in: { begun: 'begins', going: 'under way', whole: 'received up to FIN', partial: 'partial', refused: 'refused' },
  out: {
    begun: 'sending begins',
    going: 'being sent',
    whole: 'sent whole',
    partial: 'interrupted',
    refused: 'refused',
  },
  chosen: {
    begun: 'comes from the page',
    going: 'comes from the page',
    whole: 'chosen',
    partial: 'partial',
    refused: 'refused',
  },
}

const frRefused = 'Le labo n’a pas pu le garder.'
const enRefused = 'The lab could not keep it.'

export const fr = {
  title: 'Fichiers',
  none: { in: 'Aucun fichier n’est encore arrivé.', out: 'Personne n’est encore venu chercher le fichier.' },
  empty: {
    in: 'Collez cette commande dans un terminal\u202f: f est le fichier à envoyer. Il apparaîtra dans la vue Programme.',
    out: 'Choisissez le fichier à envoyer, puis collez cette commande dans un terminal\u202f: il y arrivera sous le nom f.',
  },
  chooser: 'Fichier à envoyer',
  drop: 'Déposez ici le fichier à envoyer, ou choisissez-le.',
  dropAnother: 'Ce fichier part en entier vers chaque client. Pour en changer, déposez-en un autre ici.',
  browse: 'Choisir un fichier',
  giving: (name: string, size: string, total: string | null) =>
    `${name === '' ? 'Le fichier' : name} arrive\u202f: ${total === null ? size : `${size} sur ${total}`}`,
  cancel: 'Annuler',
  noRoom: (name: string, size: string, room: string) =>
    `«\u202f${name}\u202f» fait ${size}, et le quota de fichiers du labo n’en laisse que ${room}\u202f: choisissez un fichier plus petit.`,
  unreadable: (name: string) =>
    `Le navigateur ne peut pas lire «\u202f${name}\u202f»\u202f: choisissez un fichier, pas un dossier.`,
  states: frStates,
  kept: {
    going: 'La fin n’est pas encore arrivée\u202f: TCP ne dit pas combien il en reste.',
    whole:
      'FIN est arrivé, et le disque a tout. Un expéditeur tué envoie FIN lui aussi\u202f: seule la somme dit si le fichier est entier.',
    partial: 'La connexion a été coupée avant FIN\u202f: voici ce qui était arrivé.',
    refused: frRefused,
  } satisfies Record<Kept, string>,
  sent: {
    going: 'Le client n’a pas encore répondu par son propre FIN.',
    whole: 'Tout est parti, et le client a répondu par FIN.',
    partial: 'Le client est parti, ou la séance s’est arrêtée, avant la fin\u202f: rien ne dit ce qu’il a reçu.',
    refused: frRefused,
  } satisfies Record<Kept, string>,
  errnos: {
    EDQUOT: 'Le quota de fichiers du labo est atteint (EDQUOT)\u202f: rien n’en est gardé.',
    ENOSPC: 'Le disque est presque plein (ENOSPC)\u202f: rien n’en est gardé.',
    ECONNRESET: 'La page est partie avant la fin du fichier\u202f: rien n’en est gardé.',
  } as Record<string, string>,
  from: (name: string) => `de ${name}`,
  to: (name: string) => `vers ${name}`,
  rate: (size: string) => `${size}/s`,
  done: (size: string, bytes: number) => `${size} (${counted('fr', bytes, { one: 'octet', other: 'octets' })})`,
  of: (size: string, total: string) => `${size} sur ${total}`,
  sha256: 'SHA-256',
  copySha: (name: string) => `Copier le SHA-256 de ${name}`,
  download: 'Télécharger',
  downloadOf: (name: string) => `Télécharger ${name}`,
  remove: (name: string) => `Supprimer ${name}`,
  removeAsk: (name: string) => `Supprimer «\u202f${name}\u202f»\u202f?`,
  removeWhy: 'Le labo l’efface de son disque, pour tout le monde. Ce que le journal en dit reste.',
  removeDo: 'Supprimer',
  compare: 'À comparer avec sha256sum f, chez vous.',
  told: {
    in: (name: string, who: string, how: string) => `fichier ${name} de ${who}\u202f: ${how}`,
    out: (name: string, who: string, how: string) => `fichier ${name} vers ${who}\u202f: ${how}`,
    chosen: (name: string, _who: string, how: string) => `fichier ${name}\u202f: ${how}`,
  } satisfies Record<FileWay, unknown>,
  explain: {
    in: {
      begun:
        'Le programme ouvre un fichier neuf pour ce client. Ce qui vient de cette connexion y est écrit tel quel, sans être coupé en lignes.',
      going:
        'Les octets continuent d’arriver. Le programme ne peut pas savoir combien il en reste\u202f: seul FIN le dira.',
      whole:
        'FIN est arrivé\u202f: recv rend zéro octet. Le fichier est sur le disque (fsync), et son SHA-256 est calculé\u202f: celui de l’expéditeur doit être le même. Lui seul prouve que rien ne manque, car le noyau d’un programme tué envoie FIN aussi.',
      partial:
        'La connexion s’est terminée sans FIN, ou la séance a été arrêtée avant\u202f: le fichier est incomplet. Ce qui était arrivé est gardé, et marqué comme tel.',
      refused:
        'Le fichier ne tient pas dans le quota du labo (EDQUOT) ou sur le disque (ENOSPC). Rien n’en est gardé, et la connexion est fermée.',
    },
    out: {
      begun:
        'Le programme ouvre le fichier choisi, depuis son début, pour ce client. Il n’en lit que ce que la connexion peut prendre.',
      going:
        'Les octets partent aussi vite que le client les lit\u202f: s’il s’arrête, son noyau et le nôtre se remplissent, et le programme attend.',
      whole:
        'Le fichier est parti en entier, puis FIN, et le client a répondu par son propre FIN. Son sha256sum doit donner la même somme.',
      partial:
        'Le client a coupé avant la fin, ou la séance s’est arrêtée. Le programme coupe alors par RST\u202f: FIN aurait fait croire que le fichier était entier.',
      refused: frRefused,
    },
    chosen: {
      begun:
        'La page donne un fichier au labo, qui l’écrit sur le disque à mesure, sans jamais l’avoir en entier en mémoire.',
      going: 'Le fichier continue d’arriver de la page.',
      whole:
        'Le fichier est sur le disque en entier, et son SHA-256 est connu. Le programme accepte ceux qui attendaient, et l’envoie à chacun.',
      partial: frRefused,
      refused:
        'Le fichier ne tient pas dans le quota du labo (EDQUOT) ou sur le disque (ENOSPC), ou la page est partie avant sa fin (ECONNRESET). Rien n’en est gardé.',
    },
  } satisfies Ways,
}

export const en: typeof fr = {
  title: 'Files',
  none: { in: 'No file has arrived yet.', out: 'Nobody has come for the file yet.' },
  empty: {
    in: 'Paste this command into a terminal: f is the file to send. It will appear in the Program view.',
    out: 'Choose the file to send, then paste this command into a terminal: it will arrive there under the name f.',
  },
  chooser: 'File to send',
  drop: 'Drop the file to send here, or choose it.',
  dropAnother: 'The whole of this file goes to each client. To change it, drop another one here.',
  browse: 'Choose a file',
  giving: (name, size, total) =>
    `${name === '' ? 'The file' : name} is coming: ${total === null ? size : `${size} of ${total}`}`,
  cancel: 'Cancel',
  noRoom: (name, size, room) =>
    `“${name}” takes ${size}, and the quota of the lab for files leaves ${room}: choose a smaller file.`,
  unreadable: (name) => `The browser cannot read “${name}”: choose a file, not a folder.`,
  states: enStates,
  kept: {
    going: 'Its end has not come yet: TCP does not tell how much is left.',
    whole:
      'FIN has come, and the disk has it all. A sender that is killed sends FIN as well: only the sum tells whether the file is whole.',
    partial: 'The connection was cut before FIN: this is what had come.',
    refused: enRefused,
  },
  sent: {
    going: 'The client has not answered with a FIN of its own yet.',
    whole: 'All of it has left, and the client has answered FIN.',
    partial: 'The client left, or the run was stopped, before the end: nothing tells what it received.',
    refused: enRefused,
  },
  errnos: {
    EDQUOT: 'The quota of the lab for files is reached (EDQUOT): nothing of it is kept.',
    ENOSPC: 'The disk is nearly full (ENOSPC): nothing of it is kept.',
    ECONNRESET: 'The page left before the end of the file: nothing of it is kept.',
  },
  from: (name) => `from ${name}`,
  to: (name) => `to ${name}`,
  rate: (size) => `${size}/s`,
  done: (size, bytes) => `${size} (${counted('en', bytes, { one: 'byte', other: 'bytes' })})`,
  of: (size, total) => `${size} of ${total}`,
  sha256: 'SHA-256',
  copySha: (name) => `Copy the SHA-256 of ${name}`,
  download: 'Download',
  downloadOf: (name) => `Download ${name}`,
  remove: (name) => `Delete ${name}`,
  removeAsk: (name) => `Delete “${name}”?`,
  removeWhy: 'The lab deletes it from its disk, for everybody. What the journal says of it stays.',
  removeDo: 'Delete',
  compare: 'Compare with sha256sum f, on your side.',
  told: {
    in: (name, who, how) => `file ${name} of ${who}: ${how}`,
    out: (name, who, how) => `file ${name} to ${who}: ${how}`,
    chosen: (name, _who, how) => `file ${name}: ${how}`,
  },
  explain: {
    in: {
      begun:
        'The program opens a new file for this client. What comes over this connection is written there as it is, not cut into lines.',
      going: 'Bytes go on arriving. The program cannot know how many are left: only FIN will tell.',
      whole:
        'FIN has come: recv returns zero bytes. The file is on the disk (fsync), and its SHA-256 is known: the sender’s must be the same. It alone proves that nothing is missing, for the kernel of a killed program sends FIN as well.',
      partial:
        'The connection ended without FIN, or the run was stopped before: the file is incomplete. What had come is kept, and marked so.',
      refused:
        'The file does not fit the quota of the lab (EDQUOT) or the disk (ENOSPC). Nothing of it is kept, and the connection is closed.',
    },
    out: {
      begun:
        'The program opens the chosen file, from its beginning, for this client. It reads no more of it than the connection can take.',
      going:
        'Bytes leave as fast as the client reads them: when it stops, its kernel and ours fill up, and the program waits.',
      whole:
        'The whole file has left, then FIN, and the client has answered with a FIN of its own. Its sha256sum must give the same sum.',
      partial:
        'The client cut the connection before the end, or the run was stopped. The program then cuts with RST: FIN would have made the file look whole.',
      refused: enRefused,
    },
    chosen: {
      begun:
        'The page gives the lab a file, which writes it to the disk as it comes, and never has all of it in memory.',
      going: 'The file goes on coming from the page.',
      whole:
        'The whole file is on the disk, and its SHA-256 is known. The program accepts those who waited, and sends it to each.',
      partial: enRefused,
      refused:
        'The file does not fit the quota of the lab (EDQUOT) or the disk (ENOSPC), or the page left before its end (ECONNRESET). Nothing of it is kept.',
    },
  },
}
