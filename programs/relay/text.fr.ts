import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Relais',
  question: 'Question 6',
  teach:
    'Un seul processus sert tous les clients avec select\u202f: chaque ligne reçue repart vers tous les autres. Venez, parlez et partez dans n’importe quel ordre.',
  plays: 'Toute la salle, sans limite connue d’avance.',
  help: 'question 6\u202f: relais avec select, clients en nombre quelconque',
  options: {
    sending: {
      label: 'À qui ne lit pas',
      choices: {
        queues: {
          label: 'Une file pour chacun',
          hint: 'Ce qu’un client ne prend pas l’attend dans sa file. Seul celui qui la remplit attend\u202f; les autres continuent.',
        },
        sendall: {
          label: 'sendall, comme sur la feuille',
          hint: 'Le programme reste dans sendall jusqu’à ce que ce client lise\u202f: toute la salle attend.',
        },
      },
      help: 'queues\u202f: une file par client, seul celui qui la remplit attend\u202f; sendall\u202f: reste dans sendall, tous attendent',
    },
  },
}
