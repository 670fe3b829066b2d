/**
 * Time, passed in: production uses the system's clocks, tests turn a clock by hand (`ManualClock`).
 * Invariant: `micros` never goes back, whatever happens to the wall clock.
 */
export interface Clock {
  /** Monotonic microseconds, from an arbitrary origin. */
  micros(): number
  /** Wall clock, milliseconds since 1970, UTC. */
  now(): number
  /** Calls back once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, callback: () => void): () => void
}

/** A clock that moves only by `advance`, which fires due callbacks in order. */
export class ManualClock implements Clock {
  #micros = 0
  #timers: { due: number; callback: () => void }[] = []

  micros(): number {
    return this.#micros
  }

  now(): number {
    return 1_750_000_000_000 + Math.floor(this.#micros / 1000)
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.#micros + ms * 1000, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Moves time on by `ms` milliseconds. */
  advance(ms: number): void {
    const until = this.#micros + ms * 1000
    for (;;) {
      const next = this.#timers.filter((timer) => timer.due <= until).sort((a, b) => a.due - b.due)[0]
      if (!next) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#micros = Math.max(this.#micros, next.due)
      next.callback()
    }
    this.#micros = until
  }
}
