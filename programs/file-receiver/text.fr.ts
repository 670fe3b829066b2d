import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Récepteur de fichiers',
  question: 'Page sur socat',
  teach:
    'Un fichier n’est qu’un flot d’octets\u202f: le programme garde ce que chaque client envoie jusqu’à son FIN. TCP ne transmet ni nom ni taille, et rien ne dit qu’un flot coupé était entier\u202f: comparez les sommes SHA-256.',
  plays: 'Vous envoyez, avec socat\u202f; la page montre ce qui arrive, et le rend.',
  help: 'page sur socat\u202f: reçoit des fichiers',
  options: {},
}
