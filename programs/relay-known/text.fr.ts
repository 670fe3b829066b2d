import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'Relais à nombre connu',
  question: 'Question 5',
  teach:
    'Le programme accepte N clients, puis relaie leurs lignes sans select\u202f: l’un après l’autre, ou un processus pour chacun. Un seul client muet peut retenir tous les autres.',
  plays: 'Vous jouez les N clients\u202f: terminaux et navigateurs.',
  help: 'question 5\u202f: relais sans select, pour un nombre connu de clients',
  options: {
    count: {
      label: 'Nombre de clients (N)',
      hint: 'De 2 à 20. Le client N+1 n’est jamais accepté.',
      help: 'combien de clients il accepte',
    },
    strategy: {
      label: 'Comment il les sert',
      choices: {
        'in-turn': {
          label: 'Chacun son tour',
          hint: 'Il lit le client 1, puis le 2… Un client muet retient les autres.',
        },
        'process-each': {
          label: 'Un processus chacun',
          hint: 'fork après les N accept\u202f: chaque enfant lit le sien.',
        },
        unknown: {
          label: 'N inconnu',
          hint: 'Il alterne accept et recv, et se bloque dans l’un quand l’autre aurait à faire.',
        },
      },
      help: 'in-turn\u202f: lit chacun à son tour\u202f; process-each\u202f: un processus par client\u202f; unknown\u202f: alterne accept et lectures',
    },
  },
}
