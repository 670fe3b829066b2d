import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Émetteur UDP',
  question: 'Page sur socat',
  teach:
    'Le programme envoie le clavier en datagrammes, une ligne ou un bloc chacun. sendto réussit, que quelqu’un reçoive ou non.',
  plays: 'Vous tenez le clavier\u202f; en face, socat UDP-RECVFROM ou votre programme.',
  help: 'socat\u202f: envoie le clavier en datagrammes UDP, une ligne ou un bloc chacun',
  options: {
    cut: {
      label: 'Un datagramme est',
      choices: {
        lines: { label: 'Une ligne', hint: 'Chaque ligne du clavier part seule.' },
        blocks: { label: 'Un bloc', hint: 'Tant d’octets, quels qu’ils soient\u202f: pour un fichier.' },
      },
      help: 'lines\u202f: un datagramme par ligne\u202f; blocks\u202f: par bloc de --size octets',
    },
    size: {
      label: 'Octets d’un bloc',
      hint: 'De 1 à 65\u202f507\u202f; le dernier peut être plus court.',
      help: 'octets d’un bloc',
    },
    connected: {
      label: 'connect avant d’envoyer',
      hint: 'Rien ne part, mais le noyau dira alors si personne n’écoute (ECONNREFUSED).',
      help: 'on\u202f: connect d’abord, le noyau dit alors si personne n’écoute',
    },
  },
}
