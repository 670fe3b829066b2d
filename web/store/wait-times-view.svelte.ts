/**
 * What waits in a watched run and since when, reactively. What began before the page looked is asked of the journal, once.
 * Counterpart: `shared/state/wait-times.ts`, which folds.
 */
import type { KernelRow } from '#shared/model/kernel.ts'
import type { Moment } from '#shared/protocol/moment.ts'
import type { Observation } from '#shared/protocol/observations.ts'
import type { ProcessView } from '#shared/protocol/program.ts'
import { WaitTimes, type Unread } from '#shared/state/wait-times.ts'

/** Gives the observations of the run from its start; fewer where there are very many of them: then null. */
export type ReadObservations = (signal: AbortSignal) => Promise<readonly Observation[] | null>

export class WaitTimesView {
  readonly #read: ReadObservations
  /** The run's clock, microseconds, and its newest event. */
  readonly #moment: () => { at: number; after: number }
  readonly #abort = new AbortController()
  #waits = new WaitTimes()
  /** Counts the changes of `#waits`, which is not reactive itself. */
  #changes = $state(0)
  #rows: readonly KernelRow[] | null = null
  #processes: readonly ProcessView[] | null = null
  #remembered = false
  /** The moment of the past that the page shows; null while it shows now. */
  #then = $state.raw<Moment | null>(null)
  #asked = false

  constructor(read: ReadObservations, moment: () => { at: number; after: number }) {
    this.#read = read
    this.#moment = moment
  }

  /** @param rows null where the system does not tell */
  takeRows(rows: readonly KernelRow[] | null): void {
    const { at, after } = this.#moment()
    this.#waits.rows(rows ?? [], { after, at: this.#rows === null ? null : at }, at)
    this.#rows = rows ?? []
    this.#changed()
  }
  takeProcesses(processes: readonly ProcessView[]): void {
    const { at, after } = this.#moment()
    this.#waits.processes(processes, { after, at: this.#processes === null ? null : at })
    this.#processes = processes
    this.#changed()
  }

  /** All is as at this moment from now on; null: as now. */
  then(moment: Moment | null): void {
    this.#then = moment
  }

  unread(id: number): Unread | null {
    void this.#changes
    return this.#then ? unreadThen(this.#then, id) : this.#waits.unread(id)
  }
  stretches(id: number): Unread[] {
    void this.#changes
    const all = this.#waits.stretches(id)
    const then = this.#then
    if (!then) return all
    const open = unreadThen(then, id)
    return [...all.filter(({ to }) => to <= then.seq), ...(open ? [open] : [])]
  }
  inCallSince(process: string): number | null {
    void this.#changes
    if (this.#then) return this.#then.calls.find((one) => one.process === process)?.since ?? null
    return this.#waits.inCallSince(process)
  }

  /** Asks the journal what waited before the page looked. Idempotent. */
  remember(): void {
    if (this.#remembered) return
    this.#remembered = true
    void this.#lookBack()
  }

  close(): void {
    this.#abort.abort()
  }

  #changed(): void {
    this.#changes++
    if (this.#asked || !this.#waits.lacksTimes) return
    this.#asked = true
    void this.#lookBack()
  }

  async #lookBack(): Promise<void> {
    try {
      const observations = await this.#read(this.#abort.signal)
      if (observations === null || this.#abort.signal.aborted) return
      const waits = new WaitTimes()
      for (const one of observations) waits.observed(one)
      // What has changed since is what the page was told last.
      const { at, after } = this.#moment()
      if (this.#rows) waits.rows(this.#rows, { after, at })
      if (this.#processes) waits.processes(this.#processes, { after, at })
      this.#waits = waits
      this.#changes++
    } catch {
      // The times stay unknown, and are shown so.
    }
  }
}

/** What waited of somebody at a moment; null for nothing. */
function unreadThen({ unread }: Moment, id: number): Unread | null {
  const found = unread.find((one) => one.id === id)
  return found ? { ...found, to: Infinity } : null
}
