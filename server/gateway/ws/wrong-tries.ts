/**
 * What a wrong secret costs: time. A right one is answered at once, whoever else tries. Counterparts: `gateway/http/teacher.ts`; `entrance.ts`.
 * Invariant: nothing is ever refused here, and no more is kept than `KEPT` tries.
 */
import type { Clock } from '../../core/clock.ts'

const WINDOW_MICROS = 60_000_000
const FIRST_MS = 250
const LONGEST_MS = 8000
/** Wrong tries of the whole lab in a minute, beyond which each waits as long as it can. */
const LAB_WIDE = 30
const KEPT = 1000

export class WrongTries {
  readonly #clock: Clock
  #tries: { readonly key: string; readonly at: number }[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves when the answer may go. @param key by what the asker is known */
  wait(key: string): Promise<void> {
    const now = this.#clock.micros()
    this.#tries = this.#tries.filter(({ at }) => now - at < WINDOW_MICROS).slice(1 - KEPT)
    const before = this.#tries.filter((one) => one.key === key).length
    const ms = this.#tries.length >= LAB_WIDE ? LONGEST_MS : Math.min(FIRST_MS * 2 ** before, LONGEST_MS)
    this.#tries.push({ key, at: now })
    return new Promise((resolve) => void this.#clock.after(ms, resolve))
  }
}
