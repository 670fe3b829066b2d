/** Ce qui se dit d’une main levée, à qui la lève. */
export const hand = {
  raise: 'Lever la main',
  lower: 'Baisser la main',
  up: 'Main levée',
  word: 'Un mot, si vous voulez',
  wordHelp: 'Le professeur voit votre nom, ce que fait votre programme, et ce mot.',
}

export type HandWords = typeof hand
