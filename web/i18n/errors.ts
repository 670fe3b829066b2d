/** What went wrong, by its code: what happened, and what to do. The server's own message is English and for logs. */
import type { ErrorParams } from '../../server/wire/error-codes.ts'
import type { PageErrorCode } from '../feed/rest.ts'

type Sentences = Record<PageErrorCode, (params: ErrorParams) => string>

/** ` (ECONNREFUSED)`: a detail that the server does not always know. */
const aside = (detail: string | number | undefined): string => (detail === undefined ? '' : ` (${detail})`)

export const fr: Sentences = {
  'bad-request': (p) => `Le labo n’a pas compris cette demande${aside(p['detail'])}. Vérifiez les valeurs saisies.`,
  'bad-message': () => 'Le labo n’a pas compris un message de cette page. Rechargez-la.',
  'bad-name': () =>
    'Ce nom ne convient pas\u202f: de 1 à 32 lettres d’un même alphabet, chiffres, espaces, - _ . ou apostrophes.',
  'name-taken': (p) =>
    `Le nom «\u202f${p['name'] ?? ''}\u202f» est déjà pris dans cette séance, ou lui ressemble trop. Choisissez-en un autre.`,
  'unknown-run': () => 'Cette séance n’existe pas ici. La liste des séances est sur l’accueil.',
  'run-not-running': () => 'Cette séance est arrêtée. Relancez-la pour y participer.',
  'not-joinable': () => 'On ne peut pas rejoindre cette séance depuis le navigateur.',
  'not-yours': () => 'Ce participant n’est plus le vôtre\u202f: sa connexion a été fermée.',
  'port-in-use': (p) => `Le port ${p['port'] ?? ''} est déjà occupé${p['holder'] ?? ''}. Choisissez-en un autre.`,
  'port-denied': (p) => `Le système refuse le port ${p['port'] ?? ''} à ce programme. Prenez un port à partir de 1024.`,
  'address-unavailable': (p) => `L’adresse ${p['host'] ?? ''} n’est pas une adresse de cette machine.`,
  'no-free-port': () => 'Tous les ports de 8080 à 8179 sont occupés. Arrêtez une séance, ou donnez un autre port.',
  'too-many-runs': () => 'Trop de séances sont en cours. Arrêtez-en une d’abord.',
  'too-many-participants': () => 'La séance est complète. Attendez qu’un participant parte.',
  'forbidden-origin': () =>
    'Le labo refuse cette page\u202f: elle vient d’une autre adresse que lui. Ouvrez celle qu’il affiche au démarrage.',
  'forbidden-host': () => 'Le labo ne répond pas sous ce nom. Ouvrez l’adresse qu’il affiche au démarrage.',
  overloaded: () => 'Le programme ne lit pas assez vite pour en prendre davantage. Attendez un instant, puis renvoyez.',
  'journal-failed': () => 'Le journal ne peut plus être écrit. Le détail est dans la console du labo.',
  'journal-full': () =>
    'Le journal de cette séance est plein\u202f: elle ne lit plus rien. Lancez une nouvelle séance.',
  'disk-full': () => 'Le disque du labo est plein. Les lectures reprendront dès qu’il y aura de la place.',
  'connection-failed': (p) => `La connexion au programme a échoué${aside(p['errno'])}.`,
  'not-found': () => 'Cela n’existe pas, ou plus.',
  internal: () => 'Une erreur imprévue s’est produite. Le détail est dans la console du labo.',
  unreachable: () => 'Le labo ne répond pas. Vérifiez qu’il tourne, et que le réseau passe.',
  'session-lost': () => 'Ceci n’a pas été dit\u202f: la connexion de ce participant s’est fermée avant.',
}

export const en: Sentences = {
  'bad-request': (p) => `The lab did not understand this request${aside(p['detail'])}. Check the values.`,
  'bad-message': () => 'The lab did not understand a message of this page. Reload it.',
  'bad-name': () => 'This name will not do: take 1 to 32 letters of one script, digits, spaces, - _ . or apostrophes.',
  'name-taken': (p) =>
    `The name “${p['name'] ?? ''}” is taken in this run, or looks too much like one that is. Choose another.`,
  'unknown-run': () => 'This run does not exist here. The home page lists those that do.',
  'run-not-running': () => 'This run has stopped. Restart it to take part.',
  'not-joinable': () => 'This run cannot be joined from a browser.',
  'not-yours': () => 'This participant is no longer yours: its connection has been closed.',
  'port-in-use': (p) => `Port ${p['port'] ?? ''} is already in use${p['holder'] ?? ''}. Choose another.`,
  'port-denied': (p) => `The system denies port ${p['port'] ?? ''} to this program. Take one from 1024 up.`,
  'address-unavailable': (p) => `${p['host'] ?? ''} is not an address of this machine.`,
  'no-free-port': () => 'All ports from 8080 to 8179 are in use. Stop a run, or give another port.',
  'too-many-runs': () => 'Too many runs are running. Stop one first.',
  'too-many-participants': () => 'The run is full. Wait until a participant leaves.',
  'forbidden-origin': () =>
    'The lab refuses this page: it comes from another address. Open the one that the lab prints when it starts.',
  'forbidden-host': () => 'The lab does not answer to this name. Open the address that it prints when it starts.',
  overloaded: () => 'The program does not read fast enough to take more. Wait a moment, then send again.',
  'journal-failed': () => 'The journal can no longer be written. The console of the lab has the details.',
  'journal-full': () => 'The journal of this run is full: it reads nothing any more. Start a new run.',
  'disk-full': () => 'The disk of the lab is full. Reading goes on as soon as there is room.',
  'connection-failed': (p) => `The connection to the program failed${aside(p['errno'])}.`,
  'not-found': () => 'This does not exist, or no longer.',
  internal: () => 'Something unexpected went wrong. The console of the lab has the details.',
  unreachable: () => 'The lab does not answer. Check that it runs, and that the network is up.',
  'session-lost': () => 'This was not said: the connection of that participant had closed before.',
}
