/** Un message du professeur à tous. */
export const notice = {
  from: 'Le professeur',
  title: 'Message à tous',
  word: 'Votre message',
  help: 'Il reste sur toutes les pages jusqu’à ce que vous le repreniez\u202f; chacun peut le ranger chez soi.',
  send: 'Envoyer',
  takeBack: 'Reprendre',
  putAway: 'Ranger',
}

export type NoticeWords = typeof notice
