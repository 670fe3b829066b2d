/** Ce qui se dit d’une main levée, à qui la lève. */
export const hand = {
  raise: 'Lever la main',
  lower: 'Baisser la main',
  up: 'Main levée',
  word: 'Un mot, si vous voulez',
  wordHelp: 'Le professeur le lit sur le mur, avec votre nom.',
  rank: (rank: number) => `vous êtes ${rank === 1 ? 'le 1er' : `le ${rank}e`} dans la file`,
  since: (time: string) => `, depuis ${time}`,
  seen: 'Le professeur voit ceci de vous',
  shown: 'Montrer mon programme à tous',
  shownHelp: 'seulement si le professeur le demande, et il le demande chaque fois',
  sendWord: 'Envoyer le mot',
}

export type HandWords = typeof hand
