import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: 1,
  carrier: 'stream',
  role: 'server',
  console: 'screen',
  selects: null,
  forks: false,
  sends: null,
  files: null,
  pairsWith: null,
}
