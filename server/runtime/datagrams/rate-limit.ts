/** How fast a program may send datagrams: a lab must not become somebody's flood. Counterpart: `datagram-run.ts`. */
import type { Clock } from '../../core/clock.ts'

/** How much unused time counts: a few lines at once leave at once. */
const SAVED_MICROS = 100_000

export class RateLimit {
  readonly #clock: Clock
  readonly #perSecond: number
  /** When the next datagram may leave, microseconds. */
  #due = 0

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock
    this.#perSecond = perSecond
  }

  /** Counts a datagram that has left. Calls `goOn` when the next may leave, now or later. */
  after(goOn: () => void): void {
    const now = this.#clock.micros()
    this.#due = Math.max(this.#due, now - SAVED_MICROS) + 1_000_000 / this.#perSecond
    if (this.#due <= now) goOn()
    else this.#clock.after((this.#due - now) / 1000, goOn)
  }
}
