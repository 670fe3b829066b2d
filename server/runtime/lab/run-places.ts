/** Places for runs: so many in all, so many of one asker and of one address. Counterparts: `lab.ts`; `admission/limits.ts`. */
import { askerOf } from '../../admission/asker.ts'
import { limitParams, type Flagged } from '../../admission/limits.ts'
import { forNewcomers, forTeacher, Places, TEACHER, Ticket, type NoPlace } from '../../admission/places.ts'
import { LabError } from '../../core/errors.ts'
import type { ErrorCode } from '#shared/errors/codes.ts'
import type { Limits } from '../run/limits.ts'
import type { Asking } from './start.ts'

/** What each refusal is called, and the limit that it names. */
const REFUSALS: Record<NoPlace, readonly [ErrorCode, Flagged]> = {
  asker: ['too-many-runs-of-asker', 'runsPerAsker'],
  group: ['too-many-runs-of-address', 'runsPerAddress'],
  all: ['too-many-runs', 'runs'],
}

export class RunPlaces {
  readonly #limits: Limits
  readonly #places: Places
  /** By the run that has it. */
  readonly #of = new Map<string, Ticket>()

  constructor(limits: Limits) {
    this.#limits = limits
    this.#places = new Places(limits.runs, [forNewcomers(limits.runs), forTeacher(limits.runs)])
  }

  /**
   * A place for one more run. Throws `too-many-runs-of-asker`, `too-many-runs-of-address`, `too-many-runs`.
   * @param who empty where the lab itself starts it, which counts as the teacher
   */
  take({ by, from }: Asking): Ticket {
    const { runsPerAsker, runsPerAddress } = this.#limits
    const asks = by && !from?.isTeacher ? askerOf(by, runsPerAsker, runsPerAddress) : TEACHER
    const place = this.#places.take(asks)
    if (place instanceof Ticket) return place
    const [code, limit] = REFUSALS[place]
    throw new LabError(code, limitParams(limit, this.#limits))
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
