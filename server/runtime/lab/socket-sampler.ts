/**
 * Looks at the system's socket tables for the runs: one reading serves all of them, those who watch and the journal.
 * Counterparts: `kernel/port.ts`, which reads; `kernel/run-rows.ts`, which knows whose a row is;
 * `gateway/ws/socket-table-broadcast.ts`, which tells viewers.
 * Invariants: at most four readings a second; none while nobody watches and nothing has happened in any run since its rows
 * came to rest.
 */
import type { Reading, SocketTables } from '../../kernel/port.ts'
import { RowChanges } from '../../kernel/row-changes.ts'
import { pathsOf, portsOf, rowsOf } from '../../kernel/run-rows.ts'
import type { KernelAbsence, KernelRow } from '#shared/model/kernel.ts'
import type { LabObserver } from './parts.ts'
import type { LiveRun } from './live-run.ts'

const PERIOD_MS = 250
/** Where only timers run, as in TIME_WAIT, and nobody watches. */
const SLOW_PERIOD_MS = 1000
/** Rests this many times as long as a reading took: long tables and many viewers must not slow the lab's own work. */
const REST = 20
/** But no longer than this: what is older tells nothing of now. */
const LONGEST_REST_MS = 2000

/** What the tables have of a run, or why there are none. */
export type Sampled = { readonly rows: KernelRow[]; readonly more: number } | { readonly absent: KernelAbsence }
/** @param at when the tables were read, milliseconds of a monotonic clock */
export type Watcher = (sampled: Sampled, at: number) => void

interface Looked {
  readonly run: LiveRun
  readonly watchers: Set<Watcher>
  readonly changes: RowChanges
  /** Something has happened, or figures still move: `soon`; only timers run: `later`; all is at rest: null. */
  due: 'soon' | 'later' | null
}

/** The lab, as far as runs are looked up in it. */
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
  #readAt = -Infinity
  #notBefore = 0

  constructor(runs: Runs, tables: SocketTables) {
    this.#runs = runs
    this.#tables = tables
    this.#deaf = runs.listen(this)
  }

  /** Called with a failure that no person caused: for the log. */
  onFailed: (error: unknown) => void = () => {}

  /** Samples of a run from now on, each reading of it. Returns what ends that; null where the run does not live. */
  watch(id: string, watcher: Watcher): (() => void) | null {
    const looked = this.#get(id)
    if (!looked) return null
    looked.watchers.add(watcher)
    this.#wake()
    return () => looked.watchers.delete(watcher)
  }

  runChanged(run: string): void {
    this.#stir(run)
  }

  committed(run: string): void {
    this.#stir(run)
  }

  close(): void {
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
    const looked: Looked = { run, watchers: new Set(), changes: new RowChanges(), due: null }
    this.#looked.set(id, looked)
    return looked
  }

  /** Asks for the next reading, when the first of the runs needs one. */
  #wake(): void {
    if (this.#reading) return
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
      for (const one of looked) {
        const sampled = sampleOf(one.run, reading)
        this.#sampled(one, sampled, this.#readAt)
        // A program that has ended leaves TIME_WAIT behind for a minute; after that there is nothing to watch.
        const nothing = !('rows' in sampled) || sampled.rows.length === 0
        if (ended.has(one) && (nothing || one.watchers.size === 0)) this.#looked.delete(one.run.id)
      }
    } finally {
      const now = performance.now()
      this.#notBefore = Math.max(began + PERIOD_MS, now + Math.min(LONGEST_REST_MS, REST * (now - began)))
      this.#reading = false
      this.#wake()
    }
  }

  #sampled(looked: Looked, sampled: Sampled, at: number): void {
    const { run, watchers, changes } = looked
    if ('rows' in sampled && this.#runs.live(run.id)) {
      const seen = changes.since(sampled.rows, sampled.more, at)
      if (seen) run.recorder.observe(seen)
      looked.due ??= seen ? 'soon' : sampled.rows.some(({ timer }) => timer) ? 'later' : null
    }
    for (const watcher of watchers) watcher(sampled, at)
  }
}

const sampleOf = (run: LiveRun, reading: Reading): Sampled =>
  'absent' in reading ? reading : rowsOf(run.sockets(), reading)
