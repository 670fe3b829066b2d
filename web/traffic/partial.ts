/** A line that does not end, in words. Counterparts: `server/wire/partial.ts`, when it is worth a word; the views that say it. */
import type { LabEvent } from '../../server/wire/events.ts'
import type { PartialLine } from '../../server/wire/model.ts'
import { i18n } from '../i18n/index.svelte.ts'
import type { ParticipantsView } from '../state/contract.ts'

/** "9 octets reçus, pas encore de « \\n »". */
export const received = ({ partialBytes }: PartialLine): string => i18n.t.traffic.partial.received(partialBytes)

/** The same, and why the end did not come, where that can be seen. */
export const receivedAndWhy = (partial: PartialLine): string =>
  partial.endsInCr ? `${received(partial)} · ${i18n.t.traffic.partial.endsInCr}` : received(partial)

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
      : event.held === partialBytes && Math.abs(event.t - partialSince) < NEAR
  return newest ? lasting : null
}
