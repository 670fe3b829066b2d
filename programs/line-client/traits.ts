import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: 2,
  carrier: 'stream',
  role: 'client',
  console: 'keyboard',
  selects: null,
  forks: false,
  sends: 'send',
  files: null,
  pairsWith: 'line-server',
}
