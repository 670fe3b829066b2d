import type { Figure } from '../common/figure.ts'

export const figure: Figure = [
  ['lane a', 'M24 10v48'],
  ['program', 'M120 6v56'],
  ['lane b', 'M216 10v10'],
  ['paused', 'M216 20v38'],
  ['line a', 'M27 22h85m-5-5 5 5-5 5M27 46h85m-5-5 5 5-5 5'],
  ['line b queued', 'M213 14h-50'],
  ['line b faint', 'M163 14h-35'],
]
