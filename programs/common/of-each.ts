/** What each folder of a program has. Counterpart: `shared/model/programs.ts`, the one list of them. */
import { PROGRAM_IDS, type ProgramId } from '#shared/model/programs.ts'

/** Loads a part of every program, by id. Rejects when a folder lacks it. */
export async function ofEach<Part>(load: (id: ProgramId) => Promise<Part>): Promise<Record<ProgramId, Part>> {
  const parts = await Promise.all(PROGRAM_IDS.map(async (id) => [id, await load(id)] as const))
  return Object.fromEntries(parts) as Record<ProgramId, Part>
}
