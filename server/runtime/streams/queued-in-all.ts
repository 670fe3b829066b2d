/**
 * What waits in all the queues of a run together. Counterpart: `backpressure.ts`, which tells of each queue.
 * Invariant: the total is the sum of what was counted last of each backlog that is not forgotten.
 */
import type { Backlog } from './waits-told.ts'

/** Bytes for receivers that take: beyond, the run is behind, until a part of that is left. */
const BEHIND_AT = 8_388_608
const CAUGHT_UP_AT = 0.5

export class QueuedInAll {
  #total = 0
  /** Those among them that wait for receivers which have taken nothing for a while. */
  #standing = 0
  #behind = false

  /** Bytes. */
  get total(): number {
    return this.#total
  }

  /**
   * Receivers that do take have fallen behind: many fill many queues, each of them a little. Who takes nothing counts
   * not here: it has a time of its own, and its queue a bound.
   */
  get behind(): boolean {
    return this.#behind
  }

  /** So many bytes wait in this queue now. Gives whether the run has just caught up. */
  count(backlog: Backlog, queued: number): boolean {
    const more = queued - backlog.counted
    backlog.counted = queued
    this.#total += more
    if (backlog.standing) this.#standing += more
    return this.#caughtUp()
  }

  /** The receiver has taken nothing for a while, or has begun again. */
  stands(backlog: Backlog, standing: boolean): void {
    if (backlog.standing === standing) return
    backlog.standing = standing
    this.#standing += standing ? backlog.counted : -backlog.counted
    this.#caughtUp()
  }

  #caughtUp(): boolean {
    const moving = this.#total - this.#standing
    if (!this.#behind) this.#behind = moving > BEHIND_AT
    else if (moving <= BEHIND_AT * CAUGHT_UP_AT) {
      this.#behind = false
      return true
    }
    return false
  }
}
