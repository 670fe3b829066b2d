import type { Figure } from '../common/figure.ts'

export const figure: Figure = [
  ['lane a', 'M216 10v48'],
  ['lane b', 'M236 10v48'],
  ['program', 'M120 6v56'],
  ['bytes a', 'M126 28h76'],
  ['line a', 'M206 22l7 6-7 6'],
  ['bytes b', 'M126 46h96'],
  ['line b', 'M226 40l7 6-7 6'],
  ['keys', 'M30 12h22l12 12v32H30zM52 12v12h12'],
  ['line k', 'M74 34h34m-5-5 5 5-5 5'],
]
