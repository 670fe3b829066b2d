/**
 * How much one asker may have under way. The limits of a run are in `runtime/run/limits.ts`. Counterpart: `execute.ts`.
 */
import { LabError } from '../core/errors.ts'
import type { Who } from './who.ts'

export interface AskerLimits {
  /** Uploads at once by one page, or by one address for calls of the API. */
  readonly uploads: number
  /** Uploads at once to one run, from all askers. */
  readonly uploadsOfRun: number
}

export const ASKER_LIMITS: AskerLimits = { uploads: 4, uploadsOfRun: 16 }

/** Uploads that are under way. */
export class UploadLimit {
  readonly #limits: AskerLimits
  readonly #underWay = new Map<string, number>()

  constructor(limits: AskerLimits) {
    this.#limits = limits
  }

  /** Counts one more upload. Call the returned function when it is over. Throws `overloaded`. */
  begin(who: Who, run: string): () => void {
    const [asker, target] = [who.page === undefined ? `address ${who.address}` : `page ${who.page}`, `run ${run}`]
    if (this.#of(asker) >= this.#limits.uploads || this.#of(target) >= this.#limits.uploadsOfRun) {
      throw new LabError('overloaded')
    }
    for (const key of [asker, target]) this.#underWay.set(key, this.#of(key) + 1)
    return () => {
      for (const key of [asker, target]) {
        if (this.#of(key) > 1) this.#underWay.set(key, this.#of(key) - 1)
        else this.#underWay.delete(key)
      }
    }
  }

  #of(key: string): number {
    return this.#underWay.get(key) ?? 0
  }
}
