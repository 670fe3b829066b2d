/** Words of the options that several programs have, in French. */
import type { FileText, OptionTexts } from './text.ts'

export const options: OptionTexts = {
  maxLine: {
    label: 'Longueur maximale d’une ligne, en octets',
    hint: 'Fin de ligne comprise, de 16 à 131\u202f072. Le reste d’une ligne plus longue est écarté, et l’événement le dit.',
    help: 'plus longue ligne, en octets\u202f; le reste d’une plus longue est jeté, et c’est dit',
  },
  reuseAddress: {
    label: 'Reprendre le port aussitôt (SO_REUSEADDR)',
    hint: 'Sans cette option, le port est refusé tant qu’il y reste du TIME_WAIT, comme le ferait bind.',
    help: 'SO_REUSEADDR sur la socket d’écoute\u202f; off\u202f: refuse le port où il reste du TIME_WAIT, comme bind',
  },
  idleTimeout: {
    label: 'Délai d’inactivité, en secondes',
    hint: 'De 0 (jamais) à 3\u202f600, comme socat -T\u202f: sans un octet dans aucun sens pendant ce temps, le programme ferme la connexion qu’il a acceptée.',
    help: 'ferme une connexion acceptée où aucun octet ne passe, dans aucun sens, pendant ce temps\u202f; 0 jamais, 3600 au plus',
  },
  role: {
    label: 'Rôle du programme',
    choices: {
      server: { label: 'Serveur', hint: 'Il écoute, et sert le premier qui se connecte.' },
      client: { label: 'Client', hint: 'Il se connecte à l’adresse que vous donnez.' },
    },
    help: 'de quel côté\u202f; un client prend ADRESSE PORT',
  },
  lineEnd: {
    label: 'La fin de ligne fait partie du datagramme',
    hint: 'Comme avec socat, ou readline en Python.',
    help: 'off\u202f: la fin de ligne ne fait pas partie du datagramme',
  },
}

export const file: FileText = {
  start: 'Pour le lancer\u202f:',
  place: { port: 'PORT', path: 'CHEMIN', target: 'MACHINE PORT', file: 'FICHIER' },
  certificate: 'Il lui faut un certificat et sa clé\u202f:',
  without: {
    elsewhere: 'La séance du labo écoute aussi à d’autres adresses\u202f; ce programme, à une seule.',
    idleTimeout: 'Le labo ferme en plus une connexion restée trop longtemps sans un octet (option -T).',
    slowConsumer: 'Le labo coupe en plus qui ne lit rien pendant 10 s alors que d’autres l’attendent.',
  },
}
