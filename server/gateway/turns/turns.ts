/**
 * Shares the event loop between the page's port and everybody else: jobs wait in one queue, a turn carries out as many
 * as its time allows, and after a full turn they rest for as long as it took. Counterparts: `gateway/ws/input.ts`,
 * `gateway/http/input.ts`, `gateway/ws/event-streams.ts`.
 * Invariants: first come, first served; whatever pages ask, raw connections keep at least half of the time, and none
 * waits longer than SHARE_MS plus the job begun last.
 */
import { JOBS_A_TURN, LONGEST_REST_MS, SHARE_MS } from './limits.ts'

export class Turns {
  /** Number of turns that did anything. */
  number = 0
  readonly #waiting: (() => void)[] = []
  /** Milliseconds of this turn used by jobs. */
  #spent = 0
  #busy = false
  #planned = false

  /** Runs the job: at once if nobody waits and the turn has time left, otherwise in a later turn. It must not throw. */
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

  /** Ends a turn in which jobs used this many milliseconds. */
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
    // A handler continues in promises after this function returns: that time counts too. Scheduled first, so that a job that
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
