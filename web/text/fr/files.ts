/** Files and their transfers. */
import type { EventOf } from '#shared/protocol/events.ts'
import type { FileView, FileWay } from '#shared/protocol/transfers.ts'
import { counts } from '../format.ts'

type Transfer = EventOf<'transfer'>
type Kept = Exclude<FileView['state'], 'removed'>
type Words = Record<Transfer['state'], string>
type Ways = Record<FileWay, Words>

const n = counts('fr')
const refused = 'Le labo n’a pas pu le garder.'

export const files = {
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
  states: {
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
    upload: {
      begun: 'arrive de la page',
      going: 'arrive de la page',
      whole: 'choisi',
      partial: 'incomplet',
      refused: 'refusé',
    },
  } satisfies Ways,
  kept: {
    going: 'La fin n’est pas encore arrivée\u202f: TCP ne dit pas combien il en reste.',
    whole:
      'FIN est arrivé, et le disque a tout. Un expéditeur tué envoie FIN lui aussi\u202f: seule la somme dit si le fichier est entier.',
    partial: 'La connexion a été coupée avant FIN\u202f: voici ce qui était arrivé.',
    refused: refused,
  } satisfies Record<Kept, string>,
  sent: {
    going: 'Le client n’a pas encore répondu par son propre FIN.',
    whole: 'Tout est parti, et le client a répondu par FIN.',
    partial: 'Le client est parti, ou la séance s’est arrêtée, avant la fin\u202f: rien ne dit ce qu’il a reçu.',
    refused: refused,
  } satisfies Record<Kept, string>,
  errnos: {
    EDQUOT: 'Le quota de fichiers du labo est atteint (EDQUOT)\u202f: rien n’en est gardé.',
    ENOSPC: 'Le disque est presque plein (ENOSPC)\u202f: rien n’en est gardé.',
    ECONNRESET: 'La page est partie avant la fin du fichier\u202f: rien n’en est gardé.',
  } as Record<string, string>,
  from: (name: string) => `de ${name}`,
  to: (name: string) => `vers ${name}`,
  rate: (size: string) => `${size}/s`,
  done: (size: string, bytes: number) => `${size} (${n(bytes, 'octet', 'octets')})`,
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
    upload: (name: string, _who: string, how: string) => `fichier ${name}\u202f: ${how}`,
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
      refused: refused,
    },
    upload: {
      begun:
        'La page donne un fichier au labo, qui l’écrit sur le disque à mesure, sans jamais l’avoir en entier en mémoire.',
      going: 'Le fichier continue d’arriver de la page.',
      whole:
        'Le fichier est sur le disque en entier, et son SHA-256 est connu. Le programme accepte ceux qui attendaient, et l’envoie à chacun.',
      partial: refused,
      refused:
        'Le fichier ne tient pas dans le quota du labo (EDQUOT) ou sur le disque (ENOSPC), ou la page est partie avant sa fin (ECONNRESET). Rien n’en est gardé.',
    },
  } satisfies Ways,
}
