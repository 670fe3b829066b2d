import type { Figure } from '../common/figure.ts'

export const figure: Figure = [
  ['lane a', 'M24 10v48'],
  ['program', 'M120 6v56'],
  ['bytes a', 'M30 34h70'],
  ['line a', 'M104 28l7 6-7 6'],
  ['keys', 'M176 12h22l12 12v32h-34zM198 12v12h12'],
  ['line k', 'M132 34h34m-5-5 5 5-5 5'],
]
