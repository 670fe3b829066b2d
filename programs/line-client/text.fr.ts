import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Client de lignes',
  question: 'Question 2',
  teach:
    'Le programme se connecte où vous le dites, puis envoie chaque ligne de son clavier. Refus, délai dépassé, coupure\u202f: chaque échec est dit, avec le nom de son errno.',
  plays: 'Vous tenez le clavier\u202f; en face, socat ou votre serveur.',
  help: 'question 2\u202f: se connecte et envoie chaque ligne du clavier',
  options: {},
}
