/**
 * Counts the child processes of all runs together: a program that forks does so for real, and each child costs some 10 MiB of
 * its own, and here the descriptor by which it is spoken to. Counterparts: `streams/effects.ts`, which forks; `endpoints/shared-reading.ts`, which starts the child and says when it is gone.
 * Invariant: a place is taken before a process is asked for, and given back once none is left of it.
 */
import type { Descriptors } from '../../admission/descriptors.ts'

export class Children {
  readonly #most: number
  readonly #descriptors: Descriptors
  #taken = 0

  constructor(most: number, descriptors: Descriptors) {
    this.#most = most
    this.#descriptors = descriptors
  }

  /** Takes a place. Call the returned function when the child is gone; null when there is none, as fork(2) fails with EAGAIN. */
  take(): (() => void) | null {
    if (this.#taken >= this.#most) return null
    const place = this.#descriptors.take('programs')
    if (!place) return null
    this.#taken++
    let over = false
    return () => {
      if (over) return
      over = true
      this.#taken--
      place.giveBack()
    }
  }
}
