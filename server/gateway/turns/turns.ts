/**
 * Shares the event loop between those who come by the page's port and all others: jobs wait in one line, a turn carries out
 * as many as its time allows, and after a full turn they rest for as long as it took. Counterparts: `gateway/ws/input.ts`,
 * `gateway/http/input.ts`, `gateway/ws/event-streams.ts`.
 * Invariants: first come, first served; whatever is asked, at least half of the time is left to raw connections, and none of
 * them waits for longer than SHARE_MS and the job that was begun last.
 */
import { JOBS_A_TURN, LONGEST_REST_MS, SHARE_MS } from './limits.ts'

export class Turns {
  /** Counts the turns in which anything was done. */
  number = 0
  readonly #waiting: (() => void)[] = []
  /** Milliseconds of this turn that the jobs have had. */
  #spent = 0
  #busy = false
  #planned = false

  /** Carries the job out: at once where nobody waits and the turn has time left, else in a later turn. It must not throw. */
  ask(job: () => void): void {
    if (this.#waiting.length === 0 && !this.#busy && this.#spent < SHARE_MS) this.#carryOut(job)
    else this.#waiting.push(job)
    this.#plan()
  }

  #plan(): void {
    if (this.#planned) return
    this.#planned = true
    setImmediate(() => this.#end(this.#spent))
  }

  /** A turn is over in which the jobs have had this many milliseconds. */
  #end(spent: number): void {
    if (spent < SHARE_MS) this.#begin()
    else setTimeout(() => this.#begin(), Math.min(spent, LONGEST_REST_MS))
  }

  #begin(): void {
    this.number++
    this.#spent = 0
    if (this.#waiting.length === 0) {
      this.#planned = false
      return
    }
    const began = performance.now()
    // A handler goes on in promises, once this function has returned: that is counted too. Planned first, so that a job that
    // throws after all does not leave those behind it waiting for ever.
    setImmediate(() => this.#end(Math.max(this.#spent, performance.now() - began)))
    for (let left = JOBS_A_TURN; left > 0 && this.#waiting.length > 0 && this.#spent < SHARE_MS; left--) {
      this.#carryOut(this.#waiting.shift()!)
    }
  }

  #carryOut(job: () => void): void {
    const began = performance.now()
    this.#busy = true
    try {
      job()
    } finally {
      this.#busy = false
      this.#spent += performance.now() - began
    }
  }
}
