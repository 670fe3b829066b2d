import type { Figure } from '../common/figure.ts'

export const figure: Figure = [
  ['lane b', 'M216 10v48'],
  ['line a gram', 'M27 18h6m8 0h14m8 0h30m10 0h7'],
  ['line b gram', 'M213 40h-20m-9 0h-8m-9 0h-30'],
]
