/** Which event told last of a line that does not end. Counterparts: `text/partial.ts`, the words; the views that say them. */
import type { LabEvent } from '#shared/protocol/events.ts'
import type { PartialLine } from '#shared/protocol/model.ts'
import type { ParticipantsView } from '../store/contract.ts'

/** Microseconds between a read and the event of the lines that it completed, at most. */
const NEAR = 100_000

/** The line that does not end, where this event is the newest that told of it; null for any other event. */
export function lastingOf(event: LabEvent, people: ParticipantsView): PartialLine | null {
  if (event.kind !== 'partial-line' && event.kind !== 'lines') return null
  const lasting = people.lasting?.(event.participant) ?? null
  if (lasting === null) return null
  const { partialBytes, partialSince } = lasting
  const newest =
    event.kind === 'partial-line'
      ? event.partialSince === partialSince && event.partialBytes === partialBytes
      : event.partialBytes === partialBytes && Math.abs(event.t - partialSince) < NEAR
  return newest ? lasting : null
}
