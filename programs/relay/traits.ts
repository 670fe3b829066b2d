import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: 6,
  carrier: 'stream',
  role: 'server',
  console: 'none',
  selects: {
    wakes: ['select', 'each', 'new'],
    accepts: ['accept'],
    reads: ['recv'],
    passes: ['others', 'but-one', 'send'],
    ends: ['end'],
  },
  forks: false,
  files: null,
  pairsWith: null,
  startsFirst: true,
}
