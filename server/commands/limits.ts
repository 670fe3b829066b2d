/** How much one asker may have under way. Counterparts: `execute.ts`; `admission/limits.ts`, which has the numbers. */
import { keyOf } from '../admission/asker.ts'
import { limitParams, type AdmissionLimits, type Flagged } from '../admission/limits.ts'
import { Places, Ticket } from '../admission/places.ts'
import { LabError } from '../core/errors.ts'
import type { Who } from './who.ts'

export type AskerLimits = Pick<AdmissionLimits, Flagged | 'uploads' | 'uploadsOfRun'>

/** Runs at the same time of one student. */
const RUNS_OF_STUDENT = 2

export class AskerPlaces {
  readonly #limits: AskerLimits
  /** Who is not refused here may be refused by the run. */
  readonly #participants = new Places(Infinity)
  readonly #starts = new Places(Infinity)
  readonly #uploads = new Places(Infinity)
  readonly #uploadsOfRuns = new Places(Infinity)

  constructor(limits: AskerLimits) {
    this.#limits = limits
  }

  /** A place for one more web participant. Throws `too-many-participants-of-page`. */
  participant(who: Who): Ticket {
    const ticket = this.#participants.take({ key: keyOf(who), most: this.#limits.participantsPerPage })
    if (ticket instanceof Ticket) return ticket
    throw new LabError('too-many-participants-of-page', limitParams('participantsPerPage', this.#limits))
  }

  /**
   * A place for a run that a student is about to start. Call the returned function when it has begun, or has not.
   * Throws `too-many-own-runs`. @param running its runs that go on
   */
  run(who: Who, running: number): () => void {
    // All tabs of a browser are one student.
    const key = who.person === undefined ? keyOf(who) : `person ${who.person}`
    const ticket = this.#starts.take({ key, most: RUNS_OF_STUDENT - running })
    if (ticket instanceof Ticket) return () => ticket.giveBack()
    throw new LabError('too-many-own-runs', { limit: RUNS_OF_STUDENT })
  }

  /** A place for one more upload. Call the returned function when it is over. Throws `overloaded`. */
  upload(who: Who, run: string): () => void {
    const { uploads, uploadsOfRun } = this.#limits
    const own = this.#uploads.take({ key: keyOf(who), most: uploads })
    if (!(own instanceof Ticket)) throw new LabError('overloaded')
    const ofRun = this.#uploadsOfRuns.take({ key: run, most: uploadsOfRun })
    const over = (): void => own.giveBack()
    if (ofRun instanceof Ticket) {
      return () => {
        over()
        ofRun.giveBack()
      }
    }
    over()
    throw new LabError('overloaded')
  }
}
