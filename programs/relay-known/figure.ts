import type { Figure } from '../common/figure.ts'

export const figure: Figure = [
  ['lane a', 'M24 10v48'],
  ['program', 'M90 6v56'],
  ['lane b', 'M156 10v48'],
  ['lane c', 'M216 10v12'],
  ['paused', 'M156 30v28M216 22v36'],
  ['recv', 'M88 50H36'],
  ['line a', 'M27 20h55m-5-5 5 5-5 5'],
  ['line b faint', 'M149 40h-28'],
  ['line c faint', 'M209 40h-28'],
]
