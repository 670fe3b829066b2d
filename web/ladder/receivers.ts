/** Who received the bytes of an event. Counterpart: `Audience` of the wire, whose cost does not grow with the class. */
import type { EventOf } from '#shared/protocol/events.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { Spans } from './spans.ts'

/**
 * @param people everybody who may have been there, by id
 * @returns the ids, none for the console
 */
export function receiversOf(
  event: Pick<EventOf<'lines'>, 'to' | 'seq' | 'participant'>,
  people: readonly Participant[],
  spans: Spans,
): number[] {
  const { to, seq, participant: sender } = event
  if (to === 'console') return []
  if (to !== 'others') return to
  return people
    .filter(
      (one) =>
        one.id !== sender &&
        one.joinedSeq < seq &&
        (one.leftSeq === null || one.leftSeq > seq) &&
        !spans.waitingAt(one, seq),
    )
    .map((one) => one.id)
}
