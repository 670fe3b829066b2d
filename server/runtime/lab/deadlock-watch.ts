/**
 * Tells runs when a deadlock between them begins and ends. Counterparts: `deadlock.ts`, which finds two that wait for
 * each other now; `lab.ts`, which reports changes.
 */
import type { Clock } from '../../core/clock.ts'
import { deadlockedWith } from './deadlock.ts'
import type { LiveRun } from './live-run.ts'

/** Two programs that have waited for each other this long wait for ever. */
const SETTLED_MS = 100

export class DeadlockWatch {
  readonly #clock: Clock
  readonly #runs: () => Iterable<LiveRun>
  #looking = false
  #cancel: () => void = () => {}

  /** @param runs those that live */
  constructor(clock: Clock, runs: () => Iterable<LiveRun>) {
    this.#clock = clock
    this.#runs = runs
  }

  stop(): void {
    this.#cancel()
  }

  /**
   * Looks twice, a moment apart: bytes from one program may be on their way to the other. Two that wait for each other
   * both times, with no event between, wait for ever.
   */
  look(suspects: ReadonlyMap<LiveRun, string> | null = null): void {
    if (this.#looking) return
    this.#looking = true
    this.#cancel = this.#clock.after(SETTLED_MS, () => {
      this.#looking = false
      const seen = new Map<LiveRun, string>()
      for (const run of this.#runs()) {
        const other = deadlockedWith(run, this.#runs())
        const sight = other && `${other.id} ${run.recorder.lastSeq} ${other.recorder.lastSeq}`
        if (sight) seen.set(run, sight)
        if (!other) run.deadlock = null
        else if (suspects?.get(run) === sight) run.deadlock = other.id
      }
      if ([...seen.keys()].some((run) => run.live().deadlock === null)) this.look(seen)
    })
  }
}
