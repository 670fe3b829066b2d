import type { Figure } from '../common/figure.ts'

export const figure: Figure = [
  ['program', 'M90 6v56'],
  ['lane a', 'M216 10v48'],
  ['keys', 'M20 24h44v22H20zM28 31h2m7 0h2m7 0h2m7 0h2M32 39h20'],
  ['line k faint', 'M70 35h10'],
  ['line k', 'M102 20h104m-5-5 5 5-5 5M102 50h104m-5-5 5 5-5 5'],
]
