import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Dialogue libre',
  question: 'Question 4',
  teach:
    'Deux vrais processus pour une connexion\u202f: fork la partage, l’enfant lit et affiche, le parent lit le clavier et envoie. Chacun parle quand il veut, et une direction peut finir avant l’autre.',
  plays: 'Vous tenez le clavier\u202f; en face, socat, votre programme, ou un second programme du labo.',
  help: 'question\u202f4\u202f: dialogue libre, deux processus qui partagent la socket, serveur ou client',
  options: {},
}
