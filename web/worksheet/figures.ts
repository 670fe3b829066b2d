/** The picture of each program. Counterpart: `programs/<id>/figure.ts`. */
import type { Figure } from '#programs/common/figure.ts'
import type { ProgramId } from '#shared/model/programs.ts'
import { byProgram } from './by-program.ts'

const all = byProgram<{ figure: Figure }>(import.meta.glob('../../programs/*/figure.ts', { eager: true }))

export const figureOf = (id: ProgramId): Figure => all[id].figure
