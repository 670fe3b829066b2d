/**
 * Looks for something costly one at a time, however many ask: who asks during a look shares the next one, which begins when that is over, so that
 * nobody is told what was before it asked.
 */
export class SharedLook<T> {
  readonly #look: () => Promise<T>
  #under: Promise<void> | null = null
  #next: Promise<T> | null = null

  constructor(look: () => Promise<T>) {
    this.#look = look
  }

  /** Rejects as the look does. */
  ask(): Promise<T> {
    if (this.#under === null) return this.#begin()
    this.#next ??= this.#under.then(() => {
      this.#next = null
      return this.#begin()
    })
    return this.#next
  }

  #begin(): Promise<T> {
    const look = this.#look()
    const over = (): void => {
      // Who waits for the next one begins it.
      if (this.#next === null) this.#under = null
    }
    this.#under = look.then(over, over)
    return look
  }
}
