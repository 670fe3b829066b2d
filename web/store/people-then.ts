/** Who was there at a moment of the past, as far as the lab saw it then. Pure. Counterpart: `people.svelte.ts`. */
import type { Moment } from '#shared/protocol/moment.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { PersonSeen } from '#shared/protocol/observations.ts'

/** Of somebody of whom nothing had been seen yet, or of a run in which nobody looked: there, and nothing more. */
const THERE: Omit<PersonSeen, 'id'> = { state: 'open', paused: false, queued: 0, partialBytes: 0 }

/**
 * @param all everybody known, by id
 * @returns those who had come by then, by id; names and addresses are those of today
 */
export function peopleAt(all: readonly Participant[], { seq, people }: Moment): Participant[] {
  const seen = new Map(people?.map((one) => [one.id, one]))
  return all.flatMap((one) => {
    if (one.joinedSeq > seq) return []
    const { id, name, via, web, address, joinedSeq, leftSeq, sent, received } = one
    const who = { id, name, via, web, address, joinedSeq, leftSeq, sent, received }
    const named = one.named === undefined ? {} : { named: one.named }
    const listener = one.listener === undefined ? {} : { listener: one.listener }
    const gone = leftSeq !== null && leftSeq <= seq
    return [
      { ...who, ...named, ...listener, ...(gone ? { ...THERE, state: 'closed' as const } : (seen.get(id) ?? THERE)) },
    ]
  })
}
