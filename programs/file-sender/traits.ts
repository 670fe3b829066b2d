import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: null,
  carrier: 'stream',
  role: 'server',
  console: 'none',
  selects: {
    wakes: ['select', 'ready', 'free', 'close'],
    accepts: ['accept'],
    reads: [],
    passes: ['send'],
    ends: ['drop'],
  },
  forks: false,
  sends: null,
  files: 'out',
  pairsWith: null,
}
