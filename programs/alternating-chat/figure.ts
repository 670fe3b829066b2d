import type { Figure } from '../common/figure.ts'

export const figure: Figure = [
  ['program', 'M24 6v56'],
  ['program', 'M216 6v56'],
  ['line a', 'M36 14h166m-5-5 5 5-5 5M36 50h166m-5-5 5 5-5 5'],
  ['line b', 'M204 32H38m5-5-5 5 5 5'],
]
