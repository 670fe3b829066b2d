/** Runs from the rows that remember them. Pure; counterpart: `store.ts`, which reads the rows. */
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import type { RunRecord } from '../port.ts'
import { inRun } from './earlier-words.ts'
import type { Questions } from './messages.ts'

/** @param damaged told of each row that is no run that this lab knows: it is passed over, and stays as it is */
export function runsIn(
  rows: Questions['runs']['answer'],
  damaged: (run: string) => void,
): (RunRecord & { lastSeq: number })[] {
  return rows.flatMap(({ id, record, lastSeq }) => {
    const run = recordOf(id, record)
    if (run === null) damaged(id)
    return run === null ? [] : [{ ...run, lastSeq }]
  })
}

function recordOf(id: string, record: string): RunRecord | null {
  try {
    const run = inRun(JSON.parse(record) as RunRecord)
    const { program, listeners, options } = run
    const sound =
      run.id === id && PROGRAM_IDS.includes(program) && Array.isArray(listeners) && typeof options === 'object'
    return sound ? run : null
  } catch {
    return null
  }
}
