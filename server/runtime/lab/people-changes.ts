/**
 * What has changed of a run's participants between two looks, as far as they wait. Pure. Counterparts:
 * `server/kernel/row-changes.ts`, the same for the kernel's rows; `socket-sampler.ts`, which looks at both together.
 */
import { Changes } from '../../core/changes.ts'
import { same } from '#shared/state/same.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { PeopleSeen, PersonSeen } from '#shared/protocol/observations.ts'

const seenOf = ({ id, state, paused, queued, takenAt, waitsFor, partial, partialBytes }: Participant): PersonSeen => ({
  id,
  state,
  paused,
  queued,
  partialBytes,
  ...(takenAt === undefined ? {} : { takenAt }),
  ...(waitsFor === undefined ? {} : { waitsFor }),
  ...(partial === undefined ? {} : { partial }),
})

/** The kernel takes bytes all the while where much is sent: since when it takes none is told to this, microseconds. */
const TOLERANCE_US = 1_000_000
const TAKEN = new Set(['takenAt'])

function samePerson(before: PersonSeen, after: PersonSeen): boolean {
  if (!same(before, after, TAKEN)) return false
  if (before.takenAt === undefined || after.takenAt === undefined) return before.takenAt === after.takenAt
  return after.takenAt - before.takenAt < TOLERANCE_US
}

/** The participants as last reported, and the changes since. */
export class PeopleChanges {
  #frozen = false
  readonly #changes = new Changes<number, PersonSeen>(({ id }) => id, samePerson)

  /** Changes since the last call; null for none. @param whole all are to be told */
  since(participants: readonly Participant[], frozen: boolean, whole = false): PeopleSeen | null {
    const here = participants.flatMap((one) => (one.state === 'closed' ? [] : [seenOf(one)]))
    const seen = this.#changes.since(here, frozen !== this.#frozen, whole)
    if (!seen) return null
    this.#frozen = frozen
    return { kind: 'people-seen', people: seen.changed, gone: seen.gone, whole: seen.whole, frozen }
  }
}
