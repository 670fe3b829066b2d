import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Serveur de lignes',
  question: 'Question 1',
  teach:
    'Le programme accepte un client et affiche ses lignes, puis passe au suivant. Un second client se connecte aussitôt, mais attend son accept dans la file.',
  plays: 'Vous jouez les clients\u202f: un terminal, un navigateur, votre programme.',
  help: 'question 1\u202f: accepte un client, affiche ses lignes, puis passe au suivant',
  options: {},
}
