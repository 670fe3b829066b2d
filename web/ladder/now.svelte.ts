/**
 * This moment of a run, reactively: it ticks once a second by the run's clock while the program lives. Counterpart:
 * `now.ts`, which says what of it deserves a word.
 */
import type { Live } from '../store/contract.ts'
import { ui } from '../store/ui.svelte.ts'
import type { RunState } from '../store/run.svelte.ts'
import type { Unread } from '#shared/state/wait-times.ts'
import { blockedFor, cellsOf, standsIn, together, type Told } from './now.ts'

/** Room that words below the rows need, and beside them what has arrived; px at the normal text size. */
export const CAPTION = 40
const ARRIVED = 30

export class Now {
  readonly #watched: () => RunState
  readonly #live: () => Live | null
  #at = $state(performance.now())

  constructor(watched: () => RunState, live: () => Live | null) {
    this.#watched = watched
    this.#live = live
    $effect(() => this.#watched().waitTimes.remember())
    $effect(() => {
      if (this.#live() === null) return
      const timer = setInterval(() => (this.#at = performance.now()), 1000)
      return () => clearInterval(timer)
    })
  }

  /** Null of a run that has ended: it has no now. */
  get live(): Live | null {
    return this.#live()
  }
  /** It is a moment of the past that is shown. */
  get past(): boolean {
    return this.#watched().past.moment !== null
  }
  /** The run's clock, microseconds. */
  readonly clock = $derived.by(() => {
    void this.#at
    return this.#watched().people.clock(performance.now())
  })
  readonly #told = $derived.by((): Told => {
    const watched = this.#watched()
    void this.#at
    return {
      waits: watched.waits(this.#live() !== null, performance.now()),
      people: watched.people.all,
      clock: this.clock,
    }
  })
  readonly cells = $derived.by(() => cellsOf(this.#told))
  /**
   * While its bytes waited, by events. What is read at once is no wait, nor what has only just come; what a run has left
   * unread waited to its end.
   */
  unreadStretches(id: number): Unread[] {
    const waits = this.cells.get(id)?.kind
    const ended = this.#live() === null
    return this.#watched()
      .waitTimes.stretches(id)
      .filter(({ to }) => to !== Infinity || ended || (waits !== undefined && waits !== 'quiet'))
  }
  /** All cells as one. */
  readonly sum = $derived.by(() => together([...this.cells.values()]))
  /** Room that is kept below the newest row, for what waits to be told there, px. */
  gap(scale: number): number {
    return this.#live() === null || this.sum.waiting === 0 || ui.low ? 0 : (CAPTION + ARRIVED) * scale
  }
  readonly call = $derived.by(() => standsIn(this.#told.waits))
  readonly blockedFor = $derived.by(() => blockedFor(this.#told))
}
