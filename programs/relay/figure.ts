import type { Figure } from '../common/figure.ts'

export const figure: Figure = [
  ['lane a', 'M24 10v48'],
  ['program', 'M90 6v56'],
  ['lane b', 'M156 10v48'],
  ['lane c', 'M216 10v48'],
  ['line a', 'M27 24h55m-5-5 5 5-5 5'],
  ['line a faint', 'M95 44h54m-5-5 5 5-5 5M162 44h47m-5-5 5 5-5 5'],
]
