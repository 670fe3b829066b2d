import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Récepteur UDP',
  question: 'Page sur socat',
  teach:
    'Le programme affiche chaque datagramme, d’où qu’il vienne, sans connexion\u202f: les frontières sont gardées, le vide aussi. Ce qui déborde du tampon est perdu, et le noyau le compte.',
  plays: 'Vous envoyez, par socat, un navigateur ou votre programme\u202f; le clavier répond au dernier.',
  help: 'socat\u202f: affiche chaque datagramme UDP, répond au dernier qui a écrit',
  options: {
    maximum: {
      label: 'Argument de recvfrom, en octets',
      hint: 'De 1 à 65\u202f535. Le reste d’un datagramme plus long est perdu.',
      help: 'argument de recvfrom, en octets\u202f; le reste d’un datagramme plus long est perdu, et c’est dit',
    },
    receiveBuffer: {
      label: 'Tampon de réception (SO_RCVBUF), en octets',
      hint: '0 laisse celui du système. Petit, il déborde vite\u202f: le noyau jette et compte.',
      help: 'SO_RCVBUF, en octets\u202f; 0 laisse celui du système',
    },
  },
}
