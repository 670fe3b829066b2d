import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: 6,
  carrier: 'stream',
  role: 'server',
  console: 'none',
  selects: {
    wakes: ['select', 'each', 'new'],
    accepts: ['accept', 'queue'],
    reads: ['recv'],
    passes: ['others', 'but-one', 'put', 'pushes', 'push', 'send'],
    ends: ['end'],
  },
  forks: false,
  sends: 'send',
  queues: (options) => options.sending === 'queues',
  files: null,
  pairsWith: null,
  startsFirst: true,
}
