/**
 * What has changed of a run's participants between two looks, as far as they wait. Pure. Counterparts:
 * `server/kernel/row-changes.ts`, the same for the kernel's rows; `socket-sampler.ts`, which looks at both together.
 */
import { same } from '../../core/same.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { PeopleSeen, PersonSeen } from '#shared/protocol/observations.ts'

/** After so many changes all are told again: who looks for one moment need not begin at the first. */
const WHOLE_EVERY = 64

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

/** The participants as last reported, and the changes since. */
export class PeopleChanges {
  readonly #told = new Map<number, PersonSeen>()
  #frozen = false
  #count = 0

  /** Changes since the last call; null for none. */
  since(participants: readonly Participant[], frozen: boolean): PeopleSeen | null {
    const here = new Map<number, PersonSeen>()
    for (const one of participants) if (one.state !== 'closed') here.set(one.id, seenOf(one))
    const changed = [...here.values()].filter((one) => !same(this.#told.get(one.id), one))
    const gone = [...this.#told.keys()].filter((id) => !here.has(id))
    if (changed.length === 0 && gone.length === 0 && frozen === this.#frozen) return null
    this.#frozen = frozen
    for (const id of gone) this.#told.delete(id)
    for (const one of changed) this.#told.set(one.id, one)
    const whole = this.#count++ % WHOLE_EVERY === 0
    return { kind: 'people-seen', people: whole ? [...here.values()] : changed, gone: whole ? [] : gone, whole, frozen }
  }
}
