/** Who asked for what concerns others: said beside calls and elsewhere. */
export const by = {
  api: (address: string) => `l’API (${address})`,
  own: 'cette page',
  teacher: 'le professeur',
  named: (name: string) => `la page de ${name}`,
  onlooker: (address: string | null) => `une page qui regarde${address === null ? '' : ` (${address})`}`,
}

export type ByWords = typeof by
