import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: null,
  carrier: 'datagram',
  role: 'server',
  console: 'keyboard',
  selects: null,
  forks: false,
  sends: null,
  files: null,
  pairsWith: null,
}
