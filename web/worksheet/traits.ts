/// <reference types="vite/client" />
/** What the page decides by of each program. Counterpart: `shared/model/traits.ts`. */
import type { ProgramId } from '#shared/model/programs.ts'
import type { Traits } from '#shared/model/traits.ts'
import { byProgram } from './by-program.ts'

const all = byProgram<{ traits: Traits }>(import.meta.glob('../../programs/*/traits.ts', { eager: true }))

export const traitsOf = (id: ProgramId): Traits => all[id].traits
