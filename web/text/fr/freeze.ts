/** Ce qui se dit d’une séance gelée, et ce qui la gèle. */
export const freeze = {
  title: (seconds: string) => `Gelée depuis ${seconds}`,
  by: (by: string) => `par ${by}.`,
  body: 'Le labo ne lit plus personne\u202f: ce qui est envoyé attend dans le noyau, comme Recv-Q le montre, et rien n’est perdu.',
  datagrams:
    'Le labo ne lit plus\u202f: les datagrammes attendent dans le tampon du noyau. Quand il est plein, le noyau jette les suivants, et compte ce qu’il jette.',
  thaw: 'Dégeler',
}

export type FreezeWords = typeof freeze
