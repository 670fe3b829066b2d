/**
 * Samples the system's socket tables, and who waits beside them: one reading serves all runs, viewers and the journal. Counterparts:
 * `kernel/port.ts`, which reads; `kernel/run-rows.ts`, which assigns rows to runs;
 * `gateway/ws/socket-table-broadcast.ts`, which tells viewers.
 * Invariants: at most four readings a second; none while nobody watches and no run has changed since its rows came to
 * rest; a turn of the event loop sees to one run.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Reading, SocketTables } from '../../kernel/port.ts'
import { RowChanges } from '../../kernel/row-changes.ts'
import { RowsByPort } from '../../kernel/rows-by-port.ts'
import { pathsOf, portsOf, rowsOf } from '../../kernel/run-rows.ts'
import type { KernelAbsence, KernelRow } from '#shared/model/kernel.ts'
import type { LabObserver } from './parts.ts'
import type { LiveRun } from './live-run.ts'
import { PeopleChanges } from './people-changes.ts'

const PERIOD_MS = 250
/** While nobody watches and only timers run, as in TIME_WAIT. */
const SLOW_PERIOD_MS = 1000
/** Rests this many times as long as a reading took: long tables and many viewers must not slow the lab's own work. */
const REST = 20
/** The same while nobody watches: samples for later may cost at most half a hundredth of a processor. */
const REST_UNWATCHED = 200
/** After so many observations of a run rows and people are told whole again: so many and some are read for one moment. */
const WHOLE_EVERY = 500
/** The longest rest: an older sample says nothing about now. */
const LONGEST_REST_MS = 2000

/** A run's rows, or why there are none. */
export type Sampled = { readonly rows: KernelRow[]; readonly more: number } | { readonly absent: KernelAbsence }
export interface Watcher {
  /** @param at when the tables were read, milliseconds of a monotonic clock */
  sampled(sampled: Sampled, at: number): void
  /** The run has ended and its rows are gone: no sample follows. */
  over(): void
}

interface Looked {
  readonly run: LiveRun
  readonly watchers: Set<Watcher>
  readonly changes: RowChanges
  readonly people: PeopleChanges
  /** Observations of the run when rows and people were last told whole because so many had come. */
  whole: number
  /** `soon` after a change or while figures move, `later` while only timers run, null at rest. */
  due: 'soon' | 'later' | null
}

/** The lab, for looking up runs. */
interface Runs {
  live(id: string): LiveRun | undefined
  listen(listener: LabObserver): () => void
}

export class SocketSampler implements LabObserver {
  readonly #runs: Runs
  readonly #tables: SocketTables
  readonly #looked = new Map<string, Looked>()
  readonly #deaf: () => void
  #timer: NodeJS.Timeout | null = null
  #timerAt = 0
  #reading = false
  #closed = false
  #readAt = -Infinity
  #notBefore = 0

  constructor(runs: Runs, tables: SocketTables) {
    this.#runs = runs
    this.#tables = tables
    this.#deaf = runs.listen(this)
  }

  /** Called with a failure that no person caused, for the log. */
  onFailed: (error: unknown) => void = () => {}

  /** Samples a run from now on. Returns a function that ends it; null if the run is not live. */
  watch(id: string, watcher: Watcher): (() => void) | null {
    const looked = this.#closed ? undefined : this.#get(id)
    if (!looked) return null
    looked.watchers.add(watcher)
    // Cuts short the long rest of a run without viewers.
    this.#notBefore = Math.min(this.#notBefore, this.#readAt + PERIOD_MS)
    this.#wake()
    return () => looked.watchers.delete(watcher)
  }

  runChanged(run: string): void {
    this.#stir(run)
  }

  committed(run: string): void {
    this.#stir(run)
  }

  runErased(run: string): void {
    const looked = this.#looked.get(run)
    this.#looked.delete(run)
    for (const watcher of looked?.watchers ?? []) watcher.over()
  }

  close(): void {
    this.#closed = true
    this.#deaf()
    if (this.#timer) clearTimeout(this.#timer)
    this.#looked.clear()
  }

  #stir(id: string): void {
    const looked = this.#get(id)
    if (!looked || looked.due === 'soon') return
    looked.due = 'soon'
    this.#wake()
  }

  #get(id: string): Looked | undefined {
    const known = this.#looked.get(id)
    if (known) return known
    const run = this.#runs.live(id)
    if (!run) return undefined
    const looked: Looked = {
      run,
      watchers: new Set(),
      changes: new RowChanges(),
      people: new PeopleChanges(),
      whole: run.recorder.observed,
      due: null,
    }
    this.#looked.set(id, looked)
    return looked
  }

  /** Schedules the next reading for the first run that needs one. */
  #wake(): void {
    if (this.#reading || this.#closed) return
    const all = [...this.#looked.values()]
    const soon = all.some(({ due, watchers }) => due === 'soon' || watchers.size > 0)
    if (!soon && !all.some(({ due }) => due === 'later')) return
    const at = soon ? this.#notBefore : Math.max(this.#notBefore, this.#readAt + SLOW_PERIOD_MS)
    if (this.#timer !== null && this.#timerAt <= at) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timerAt = at
    this.#timer = setTimeout(
      () => void this.#look().catch((error: unknown) => this.onFailed(error)),
      Math.max(0, at - performance.now()),
    )
  }

  async #look(): Promise<void> {
    this.#timer = null
    const looked = [...this.#looked.values()].filter(({ due, watchers }) => due !== null || watchers.size > 0)
    const ended = new Set(looked.filter(({ run }) => !this.#runs.live(run.id)))
    for (const one of looked) one.due = null
    this.#reading = true
    const began = performance.now()
    try {
      const sockets = looked.map(({ run }) => run.sockets())
      const reading = await this.#tables.read(portsOf(sockets), pathsOf(sockets))
      this.#readAt = performance.now()
      const byPort = new RowsByPort('rows' in reading ? reading.rows : [])
      for (const one of looked) {
        if (this.#closed) return
        // Deleted meanwhile: there is no journal to tell.
        if (this.#looked.get(one.run.id) !== one) continue
        this.#sampled(one, sampleOf(one.run, reading, byPort), ended.has(one))
        await nextTurn()
      }
    } catch (error) {
      // Reads them again: their changes have not been seen.
      for (const one of looked) one.due ??= 'later'
      throw error
    } finally {
      const now = performance.now()
      const rest = looked.some(({ watchers }) => watchers.size > 0) ? REST : REST_UNWATCHED
      this.#notBefore = Math.max(began + PERIOD_MS, now + Math.min(LONGEST_REST_MS, rest * (now - began)))
      this.#reading = false
      this.#wake()
    }
  }

  /** @param ended the run had ended before the tables were read */
  #sampled(looked: Looked, sampled: Sampled, ended: boolean): void {
    const { run, watchers, changes, people } = looked
    // Beside the rows, and just after them: both tell of the same moment. What the journal cannot take now is among the changes
    // that it is told of afterwards.
    const { observed } = run.recorder
    const whole = observed - looked.whole >= WHOLE_EVERY
    if (whole && run.trouble === null) looked.whole = observed
    const waiting = run.trouble === null ? people.since(run.here(), run.isFrozen, whole) : null
    const rows = 'rows' in sampled ? sampled.rows : []
    if ('rows' in sampled) {
      const seen = run.trouble === null ? changes.since(rows, sampled.more, this.#readAt, whole) : null
      if (seen) run.recorder.observe(seen)
      looked.due ??= seen || waiting ? 'soon' : rows.some(runsOut) ? 'later' : null
    }
    if (waiting) run.recorder.observe(waiting)
    for (const watcher of watchers) watcher.sampled(sampled, this.#readAt)
    // A program that has ended leaves TIME_WAIT behind for a minute; after that there is nothing to look at, or only a peer
    // that does not close, which may stay for ever.
    const over = rows.length === 0 || (looked.due === null && watchers.size === 0)
    if (!ended || !over) return
    this.#looked.delete(run.id)
    for (const watcher of watchers) watcher.over()
  }
}

/** A timer whose end changes the row, unlike the probes of a connection that is merely idle. */
const runsOut = ({ timer }: KernelRow): boolean => timer !== null && timer.kind !== 'keepalive'

function sampleOf(run: LiveRun, reading: Reading, byPort: RowsByPort): Sampled {
  if ('absent' in reading) return reading
  const sockets = run.sockets()
  return rowsOf(sockets, { ...reading, rows: byPort.of(portsOf([sockets])) })
}
