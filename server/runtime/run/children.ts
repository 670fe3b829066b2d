/**
 * Counts the child processes of all runs together: a program that forks does so for real, and each child costs some 10 MiB of
 * its own. Counterparts: `streams/effects.ts`, which forks; `endpoints/shared-reading.ts`, which starts the child and says when it is gone.
 * Invariant: a place is taken before a process is asked for, and given back once none is left of it.
 */
export class Children {
  readonly #most: number
  #taken = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Takes a place. Call the returned function when the child is gone; null when there is none, as fork(2) fails with EAGAIN. */
  take(): (() => void) | null {
    if (this.#taken >= this.#most) return null
    this.#taken++
    let over = false
    return () => {
      if (!over) this.#taken--
      over = true
    }
  }
}
