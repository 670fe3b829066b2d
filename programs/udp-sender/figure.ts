import type { Figure } from '../common/figure.ts'

export const figure: Figure = [
  ['program', 'M90 6v56'],
  ['keys', 'M20 24h44v22H20zM28 31h2m7 0h2m7 0h2m7 0h2M32 39h20'],
  ['line k gram', 'M104 20h18m9 0h30m9 0h8m9 0h18M104 50h40m9 0h14'],
]
