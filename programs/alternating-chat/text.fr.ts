import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Dialogue alterné',
  question: 'Question 3',
  teach:
    'Chacun son tour, sans fin\u202f: écrire une ligne, en lire une. Une ligne tapée hors de son tour attend\u202f; si les deux lisent d’abord, plus rien n’avance.',
  plays: 'Vous tenez le clavier\u202f; en face, socat, votre programme, ou un second programme du labo.',
  help: 'question 3\u202f: conversation chacun son tour, serveur ou client',
  options: {
    begins: {
      label: 'Il commence par',
      choices: {
        'as-the-sheet': { label: 'Comme la feuille', hint: 'Le client commence par écrire, le serveur par lire.' },
        reading: { label: 'Lire', hint: 'Si l’autre lit d’abord aussi, chacun attend l’autre pour toujours.' },
        writing: { label: 'Écrire', hint: 'Si l’autre écrit d’abord aussi, les lignes se croisent.' },
      },
      help: 'comment il commence\u202f; selon la feuille, le client écrit d’abord et le serveur lit d’abord',
    },
  },
}
