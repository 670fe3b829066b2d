/**
 * A recorded run as it is read from end to end: its record, who took part, its events. Counterparts: `server/journal/port.ts`, from
 * which it comes a page at a time; `export/`, which writes it as something else.
 * Invariant: it ends with the event that was the newest when it was asked for, however long the reading takes.
 */
import type { Participant, Run } from '#shared/protocol/model.ts'
import { MAX_PAGE } from '#shared/model/constants.ts'
import type { Asker, Journal, StoredEntry } from '../../journal/port.ts'

/** Bytes of payload that are in memory at once. */
const PAGE_BYTES = 65_536

export type RecordedRun = Pick<Run, 'id' | 'program' | 'options' | 'listeners' | 'startedAt' | 'stoppedAt' | 'lastSeq'>

export interface Recorded {
  readonly run: RecordedRun
  /** By id. All of them are in memory: some hundred bytes each. */
  readonly people: ReadonlyMap<number, Participant>
  /** In order of `seq`, from 1 to `run.lastSeq`, each with its whole payload. Rejects as the journal's reads do. */
  events(): AsyncGenerator<StoredEntry>
}

/** @param asker whose reads take turns with those of all others, and end when its signal is aborted */
export async function recordedRun(
  journal: Pick<Journal, 'read' | 'participants'>,
  run: RecordedRun,
  asker: Asker,
): Promise<Recorded> {
  const people = new Map<number, Participant>()
  for (let after: number | null = 0; after !== null;) {
    const query = { run: run.id, from: 0, to: run.lastSeq, after, limit: MAX_PAGE }
    const { participants, next } = await journal.participants(query, asker)
    for (const one of participants) people.set(one.id, one)
    after = next
  }
  async function* events(): AsyncGenerator<StoredEntry> {
    for (let after = 0; after < run.lastSeq;) {
      const { entries, scanned } = await journal.read({ run: run.id, after, limit: MAX_PAGE, bytes: PAGE_BYTES }, asker)
      for (const entry of entries) if (entry.seq <= run.lastSeq) yield entry
      after = scanned
    }
  }
  return { run, people, events }
}
