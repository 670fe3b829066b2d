/**
 * How fast codes are looked at. Thirty wrong ones are looked at at once; a minute gives thirty more, and while there is none left
 * each try waits for its turn: the addresses in turn, and of one address who came last, since a school is one
 * address, and whoever guesses there with many pages would make all others wait behind them. So a right code is answered later while somebody guesses, never refused, and in
 * two hours 3,630 of a million codes can be tried, by however many. Counterpart: `entrance.ts`.
 * Invariant: a right code takes nothing from the thirty.
 */
import type { Clock } from '../../core/clock.ts'

const AT_ONCE = 30
const EACH_MS = 2000
/** When so many wait and one more comes, one of the address that has most of them is to come again: who has waited there longest is looked at last anyway. */
const MOST_WAIT = 1000

interface Try {
  /** False where nobody waits for the answer any more. */
  readonly wanted: () => boolean
  /** Whether the code is right. */
  readonly look: () => boolean
  readonly answer: (right: boolean | null) => void
}

export class PinTries {
  readonly #clock: Clock
  /** Wrong codes that may be looked at now. */
  #left = AT_ONCE
  #since: number
  /** Those who wait, by address: who has waited longest first, and is looked at last. */
  readonly #waiting = new Map<string, Try[]>()
  #wait = 0
  #cancel: (() => void) | null = null

  constructor(clock: Clock) {
    this.#clock = clock
    this.#since = clock.micros()
  }

  /** @param address by which it counts (`networkOf`). Resolves with whether the code is right, null where it is to come again; never where nobody wants to know any more. */
  try(address: string, look: () => boolean, wanted: () => boolean): Promise<boolean | null> {
    if (this.#wait >= MOST_WAIT) this.#forgetGone()
    if (this.#wait >= MOST_WAIT) this.#sendAway()
    const { promise, resolve } = Promise.withResolvers<boolean | null>()
    const one: Try = { wanted, look, answer: resolve }
    const lane = this.#waiting.get(address)
    if (lane) lane.push(one)
    else this.#waiting.set(address, [one])
    this.#wait++
    this.#goOn()
    return promise
  }

  close(): void {
    this.#cancel?.()
    this.#waiting.clear()
  }

  #goOn(): void {
    this.#refill()
    while (this.#left >= 1) {
      const next = this.#next()
      if (!next) return
      const right = next.look()
      if (!right) this.#left--
      next.answer(right)
    }
    if (this.#waiting.size === 0 || this.#cancel !== null) return
    this.#cancel = this.#clock.after(EACH_MS, () => {
      this.#cancel = null
      this.#goOn()
    })
  }

  /** The next address gives a try, and goes to the end. */
  #next(): Try | null {
    for (const [address, lane] of this.#waiting) {
      this.#waiting.delete(address)
      const here = lane.filter(({ wanted }) => wanted())
      const next = here.pop()
      this.#wait -= lane.length - here.length
      if (here.length > 0) this.#waiting.set(address, here)
      if (next) return next
    }
    return null
  }

  #forgetGone(): void {
    this.#wait = 0
    for (const [address, lane] of this.#waiting) {
      const here = lane.filter(({ wanted }) => wanted())
      this.#wait += here.length
      if (here.length > 0) this.#waiting.set(address, here)
      else this.#waiting.delete(address)
    }
  }

  /** One of the longest lane makes room. */
  #sendAway(): void {
    const [longest] = [...this.#waiting.values()].sort((a, b) => b.length - a.length)
    longest?.shift()?.answer(null)
    this.#wait--
  }

  #refill(): void {
    const now = this.#clock.micros()
    this.#left = Math.min(AT_ONCE, this.#left + (now - this.#since) / (EACH_MS * 1000))
    this.#since = now
  }
}
