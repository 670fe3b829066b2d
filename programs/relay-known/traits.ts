import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: 5,
  carrier: 'stream',
  role: 'server',
  console: 'none',
  selects: null,
  forks: (options) => 'strategy' in options && options.strategy === 'process-each',
  sends: 'send',
  files: null,
  pairsWith: null,
}
