import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Émetteur de fichiers',
  question: 'Page sur socat',
  teach:
    'Choisissez un fichier\u202f: chaque client qui se connecte le reçoit en entier, puis FIN. Le client n’en apprend ni le nom ni la taille\u202f: il lit jusqu’au bout, et la somme SHA-256 dit s’il a tout.',
  plays: 'Vous recevez, avec socat\u202f; la page montre où en est chacun.',
  help: 'page sur socat\u202f: envoie un fichier à qui se connecte',
  options: {},
}
