import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: null,
  carrier: 'datagram',
  role: 'server',
  console: 'keyboard',
  selects: null,
  forks: false,
  files: null,
  pairsWith: null,
}
