/**
 * Observations in the form of entries, so that the adapters keep both in the same way. Counterparts: `port.ts`;
 * `sqlite/` and `memory.ts`, which keep them in a track of their own.
 */
import type { Observation, Seen } from '#shared/protocol/observations.ts'
import type { Entry, JournalPage, ObservationPage, StoredEntry } from './port.ts'

const NO_BYTES = new Uint8Array(0)

/** Its `wakeUp` is the `after` of the observation; it has no participant and no payload. */
export function toEntry({ number, after, t, time, seen }: Observation): Entry {
  const { kind, ...detail } = seen
  const place = { seq: number, t, time, participant: 0, wakeUp: after }
  return { ...place, kind: kind as never, bytes: NO_BYTES, detail: detail }
}

const toObservation = ({ seq, wakeUp, t, time, kind, detail }: StoredEntry): Observation => ({
  number: seq,
  after: wakeUp,
  t,
  time,
  seen: { kind, ...detail } as unknown as Seen,
})

export function observationPage({ entries, scanned, lastSeq }: JournalPage): ObservationPage {
  return { observations: entries.map(toObservation), next: scanned < lastSeq ? scanned : null, last: lastSeq }
}
