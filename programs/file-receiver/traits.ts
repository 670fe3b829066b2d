import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: null,
  carrier: 'stream',
  role: 'server',
  console: 'none',
  selects: {
    wakes: ['select'],
    accepts: ['open'],
    reads: ['write'],
    passes: [],
    ends: ['close'],
  },
  forks: false,
  sends: null,
  files: 'in',
  pairsWith: null,
}
