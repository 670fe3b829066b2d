/** Runs and participants from the rows that remember them. Pure; counterpart: `store.ts`, which reads the rows. */
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { RunRecord } from '../port.ts'
import { inParticipant, inRun } from './earlier-words.ts'
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

/** @param damaged told of each row that is no participant: it is passed over, and stays as it is */
export function participantsIn(
  rows: Questions['participants']['answer']['rows'],
  damaged: (participant: number) => void,
): Participant[] {
  return rows.flatMap(({ id, record }) => {
    const participant = participantOf(id, record)
    if (participant === null) damaged(id)
    return participant ?? []
  })
}

function participantOf(row: number, record: string): Participant | null {
  try {
    const participant = inParticipant(JSON.parse(record) as Participant)
    const { id, name, state, sent, received } = participant
    const sound =
      id === row &&
      typeof name === 'string' &&
      typeof state === 'string' &&
      typeof (sent.bytes + received.bytes) === 'number'
    return sound ? participant : null
  } catch {
    return null
  }
}

/** Calls it once for each participant, however often that one is read. */
export function onceEach(tell: (run: string, participant: number) => void): typeof tell {
  const told = new Set<string>()
  return (run, participant) => {
    const key = `${run} ${participant}`
    if (told.has(key)) return
    told.add(key)
    tell(run, participant)
  }
}
