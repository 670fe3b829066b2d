import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: 4,
  carrier: 'stream',
  role: 'by-option',
  console: 'keyboard',
  selects: null,
  forks: true,
  sends: 'send',
  files: null,
  pairsWith: 'duplex-chat',
}
