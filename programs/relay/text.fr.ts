import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Relais',
  question: 'Question 6',
  teach:
    'Un seul processus sert tous les clients avec select\u202f: chaque ligne reçue repart vers tous les autres. Venez, parlez et partez dans n’importe quel ordre.',
  plays: 'Toute la salle, sans limite connue d’avance.',
  help: 'question 6\u202f: relais avec select, clients en nombre quelconque',
  options: {},
}
