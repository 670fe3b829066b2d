/**
 * The moment of a run that the page shows in the place of now, for all of its views at once. Counterpart:
 * `server/study/moment/`, which finds it. Invariant: whatever is asked for meanwhile, what is shown in the end is what was
 * asked for last, and all of it is of one moment.
 */
import type { Moment, MomentQuery } from '#shared/protocol/moment.ts'

export type ReadMoment = (at: MomentQuery, signal: AbortSignal) => Promise<Moment>

export class Past {
  readonly #read: ReadMoment
  readonly #show: (moment: Moment | null) => void
  #moment = $state.raw<Moment | null>(null)
  #failed = $state.raw<unknown>(null)
  /** The reader wants the past, whose moment may still be on its way. */
  #on = $state(false)
  #abort = new AbortController()
  #reading: MomentQuery | null = null
  #next: MomentQuery | null = null

  /** @param show lets everything that the views read be of this moment; null: of now */
  constructor(read: ReadMoment, show: (moment: Moment | null) => void) {
    this.#read = read
    this.#show = show
  }

  get on(): boolean {
    return this.#on
  }
  /** Null while the page shows now. */
  get moment(): Moment | null {
    return this.#moment
  }
  /** The newest event of the moment; null while the page shows now. */
  get seq(): number | null {
    return this.#moment?.seq ?? null
  }
  /** Why the moment asked for last cannot be had. */
  get failed(): unknown {
    return this.#failed
  }
  /** Shows this moment as soon as it is there. One is read at a time, and of those asked for meanwhile only the last. */
  go(at: MomentQuery): void {
    this.#on = true
    this.#next = at
    if (this.#reading === null) void this.#readOn()
  }

  /** The moment so many events later, or earlier. */
  step(by: number): void {
    const from = (this.#next ?? this.#reading)?.seq ?? this.seq
    if (from !== null) this.go({ seq: Math.max(0, from + by) })
  }

  /** Back to now. */
  leave(): void {
    this.#abort.abort()
    this.#abort = new AbortController()
    this.#next = null
    this.#on = false
    this.#failed = null
    this.#moment = null
    this.#show(null)
  }

  async #readOn(): Promise<void> {
    while (this.#next !== null) {
      const at = (this.#reading = this.#next)
      this.#next = null
      const { signal } = this.#abort
      try {
        const moment = await this.#read(at, signal)
        if (signal.aborted) continue
        this.#failed = null
        this.#moment = moment
        this.#show(moment)
      } catch (error) {
        if (!signal.aborted) this.#failed = error
      }
    }
    this.#reading = null
  }
}
