/** Places for runs: so many in all, so many of one asker. Counterparts: `lab.ts`; `admission/limits.ts`. */
import { keyOf } from '../../admission/asker.ts'
import { limitParams } from '../../admission/limits.ts'
import { forNewcomers, Places, Ticket } from '../../admission/places.ts'
import { LabError } from '../../core/errors.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Limits } from '../run/limits.ts'

export class RunPlaces {
  readonly #limits: Limits
  readonly #places: Places
  /** By the run that has it. */
  readonly #of = new Map<string, Ticket>()

  constructor(limits: Limits) {
    this.#limits = limits
    this.#places = new Places(limits.runs, [forNewcomers(limits.runs)])
  }

  /**
   * A place for one more run. Throws `too-many-runs-of-asker`, `too-many-runs`.
   * @param by absent where the lab itself starts it
   */
  take(by: By | undefined): Ticket {
    const most = by ? this.#limits.runsPerAsker : Infinity
    const place = this.#places.take({ key: by ? keyOf(by) : 'lab', most })
    if (place instanceof Ticket) return place
    throw place === 'asker'
      ? new LabError('too-many-runs-of-asker', limitParams('runsPerAsker', this.#limits))
      : new LabError('too-many-runs', limitParams('runs', this.#limits))
  }

  /** The run that it was taken for has begun. */
  begun(run: string, place: Ticket): void {
    this.#of.set(run, place)
  }

  ended(run: string): void {
    this.#of.get(run)?.giveBack()
    this.#of.delete(run)
  }
}
