/** A rate limit with bursts: unused tokens add up. Counterpart: `input.ts`. */
export class TokenBucket {
  readonly #perMs: number
  readonly #most: number
  #tokens: number
  #at: number

  /** @param now milliseconds of a clock that does not go back */
  constructor(perSecond: number, most: number, now: number) {
    this.#perMs = perSecond / 1000
    this.#most = most
    this.#tokens = most
    this.#at = now
  }

  /** Takes a token, if there is a whole one. */
  take(now: number): boolean {
    this.#tokens = Math.min(this.#most, this.#tokens + (now - this.#at) * this.#perMs)
    this.#at = now
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }
}
