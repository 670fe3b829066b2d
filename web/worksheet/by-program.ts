/** What Vite has found in the folders of the programs. Pure. */
import { PROGRAM_IDS, type ProgramId } from '#shared/model/programs.ts'

/**
 * By the folder that it was found in.
 * @param found by path, as `import.meta.glob` gives it for one file of each folder. Throws where a program lacks it
 */
export function byProgram<Part>(found: Readonly<Record<string, unknown>>): Record<ProgramId, Part> {
  const byFolder = new Map(Object.entries(found).map(([path, part]) => [path.split('/').at(-2), part]))
  const lacking = PROGRAM_IDS.filter((id) => !byFolder.has(id))
  if (lacking.length > 0) throw new Error(`No such file in the folder of ${lacking.join(', ')}.`)
  return Object.fromEntries(byFolder) as Record<ProgramId, Part>
}
