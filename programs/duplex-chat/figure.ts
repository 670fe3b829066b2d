import type { Figure } from '../common/figure.ts'

export const figure: Figure = [
  ['program', 'M24 6v56'],
  ['program', 'M216 6v56'],
  ['line a', 'M36 14h166m-5-5 5 5-5 5M36 26h166m-5-5 5 5-5 5'],
  ['line b', 'M204 44H38m5-5-5 5 5 5M204 56H38m5-5-5 5 5 5'],
]
