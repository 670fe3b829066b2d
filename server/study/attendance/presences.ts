/**
 * Who was connected to a run, from when to when. Counterparts: `server/journal/port.ts`, from which it comes a page at a time;
 * `attendance.ts`, which puts together what is one person's.
 */
import { MAX_PAGE } from '#shared/model/constants.ts'
import type { Participant, Run } from '#shared/protocol/model.ts'
import { parseFilter } from '#shared/trace/filter.ts'
import type { Asker, Journal } from '../../journal/port.ts'

/** A connection, or an address that datagrams were exchanged with. */
export interface Presence {
  readonly participant: Participant
  /** Milliseconds since 1970; `to` is null while it is there. */
  readonly from: number
  readonly to: number | null
}

type Readers = Pick<Journal, 'read' | 'participants'>

const BEGINS_AND_ENDS = parseFilter('kind:connected,closed')

/**
 * By id. All of them are in memory: some hundred bytes each.
 * @param run as it is now @param asker whose reads take turns with those of all others, and end when its signal is aborted
 * @param live those of a run that goes on, whose figures are newer than the journal's
 */
export async function presencesOf(
  journal: Readers,
  run: Pick<Run, 'id' | 'lastSeq' | 'startedAt' | 'stoppedAt'>,
  asker: Asker,
  live: readonly Participant[] = [],
): Promise<Presence[]> {
  const newer = new Map(live.map((one) => [one.id, one] as const))
  const times = await timesOf(journal, run, asker)
  const presences: Presence[] = []
  for (let after: number | null = 0; after !== null;) {
    const query = { run: run.id, from: 0, to: run.lastSeq, after, limit: MAX_PAGE }
    const { participants, next } = await journal.participants(query, asker)
    for (const participant of participants) {
      const from = times.get(participant.joinedSeq) ?? run.startedAt
      const to = participant.leftSeq === null ? run.stoppedAt : (times.get(participant.leftSeq) ?? run.stoppedAt)
      presences.push({ participant: newer.get(participant.id) ?? participant, from, to })
    }
    after = next
  }
  return presences
}

/** When each came and went, by the events that tell of it: datagrams have them too. */
async function timesOf(
  journal: Readers,
  { id, lastSeq }: Pick<Run, 'id' | 'lastSeq'>,
  asker: Asker,
): Promise<Map<number, number>> {
  const times = new Map<number, number>()
  for (let after = 0; after < lastSeq;) {
    const { entries, scanned } = await journal.read(
      { run: id, after, limit: MAX_PAGE, preview: 0, filter: BEGINS_AND_ENDS },
      asker,
    )
    for (const { seq, time } of entries) times.set(seq, time)
    after = scanned
  }
  return times
}
