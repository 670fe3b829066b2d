import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: null,
  carrier: 'datagram',
  role: 'client',
  console: 'keyboard',
  selects: null,
  forks: false,
  sends: null,
  files: null,
  pairsWith: 'udp-receiver',
}
