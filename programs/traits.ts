/** Traits of the programs, and nothing else of them: what decides by them need not load the programs. */
import { PROGRAM_IDS, type ProgramId } from '#shared/model/programs.ts'
import type { Traits } from '#shared/model/traits.ts'
import { ofEach } from './common/of-each.ts'

const all = await ofEach(async (id) => ((await import(`./${id}/traits.ts`)) as { traits: Traits }).traits)

export const traitsOf = (id: ProgramId): Traits => all[id]

/** Programs that keep files work with the page: a terminal has socat itself for that. */
export const TERMINAL_IDS: readonly ProgramId[] = PROGRAM_IDS.filter((id) => all[id].files === null)

/** Those that can be started with nothing said but where to listen; the one that a lab starts with comes first. */
export const LISTENING_IDS: readonly ProgramId[] = PROGRAM_IDS.filter((id) => all[id].role !== 'client').sort(
  (a, b) => Number(all[b].startsFirst ?? false) - Number(all[a].startsFirst ?? false),
)
