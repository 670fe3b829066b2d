import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: null,
  carrier: 'stream',
  role: 'server',
  console: 'none',
  selects: null,
  forks: false,
  files: 'out',
  pairsWith: null,
}
