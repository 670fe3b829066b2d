import type { Traits } from '#shared/model/traits.ts'

export const traits: Traits = {
  question: 3,
  carrier: 'stream',
  role: 'by-option',
  console: 'keyboard',
  selects: null,
  forks: false,
  sends: 'send',
  files: null,
  pairsWith: 'alternating-chat',
  takesTurns: true,
}
