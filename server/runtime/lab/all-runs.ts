/**
 * The runs of a lab, live and past, and how one is found by its id. Counterpart: `lab.ts`, which begins and ends them.
 * Invariant: a run is live or past, never both.
 */
import { LabError } from '../../core/errors.ts'
import type { RunRecord } from '../../journal/port.ts'
import type { Run as RunView } from '#shared/protocol/model.ts'
import type { RunPage } from '#shared/protocol/rest.ts'
import { StreamRun } from '../streams/stream-run.ts'
import type { LiveRun } from './live-run.ts'
import { PastRuns } from './past-runs.ts'

export class AllRuns {
  readonly #live = new Map<string, LiveRun>()
  readonly #past = new PastRuns()

  /** How many live. */
  get size(): number {
    return this.#live.size
  }

  live(): Iterable<LiveRun> {
    return this.#live.values()
  }

  /** Adds a run that has begun. */
  add(run: LiveRun): void {
    this.#live.set(run.id, run)
  }

  /** Adds a run that has ended, as the journal has it. */
  remember(run: RunRecord & { lastSeq: number }): void {
    this.#past.remember(run)
  }

  /** The journal has changed what it has of a run. False where that has not ended, or is not known. */
  reread(run: RunRecord & { lastSeq: number }): boolean {
    const known = this.#past.get(run.id)
    if (!known) return false
    const { trouble, lastSeq } = known
    this.#past.remember({ ...run, lastSeq: Math.max(lastSeq, run.lastSeq) }, trouble)
    return true
  }

  /** The run has ended. False when it had already. */
  ended(run: LiveRun): boolean {
    if (!this.#live.delete(run.id)) return false
    this.#past.add(run.view())
    return true
  }

  /** Takes a run that has ended out of the list. Throws `unknown-run`, and `run-goes-on`. */
  takeOut(id: string): RunView {
    if (this.#live.has(id)) throw new LabError('run-goes-on', { run: id })
    const run = this.view(id)
    this.#past.remove(id)
    return run
  }

  /** Puts it back. */
  putBack(run: RunView): void {
    this.#past.add(run)
  }

  /** The journal has committed the events of a run up to `seq`. False where the run has been taken out. */
  committed(id: string, seq: number): boolean {
    const live = this.#live.get(id)
    live?.recorder.committedUpTo(seq)
    const past = this.#past.get(id)
    if (past) past.lastSeq = Math.max(past.lastSeq, seq)
    return live !== undefined || past !== undefined
  }

  /** A live run; undefined when it has ended or never existed. */
  get(id: string): LiveRun | undefined {
    return this.#live.get(id)
  }

  /** A live run. Throws `run-not-running` when it has ended, `unknown-run` when it never existed. */
  running(id: string): LiveRun {
    const run = this.#live.get(id)
    if (run) return run
    this.view(id)
    throw new LabError('run-not-running', { run: id })
  }

  /** A live run of connections. Throws what `running` throws, and `bad-request` for one of datagrams. */
  streaming(id: string): StreamRun {
    const run = this.running(id)
    if (run instanceof StreamRun) return run
    throw new LabError('bad-request', { detail: 'a program of datagrams keeps the listeners that it started with' })
  }

  /** Throws `unknown-run`. */
  view(id: string): RunView {
    const view = this.#live.get(id)?.view() ?? this.#past.get(id)
    if (!view) throw new LabError('unknown-run', { run: id })
    return view
  }

  /** Those that have ended, newest first. */
  get past(): readonly RunView[] {
    return this.#past.all()
  }

  /** The live runs first, then those that have ended; newest first. */
  views(): RunView[] {
    return [...this.#liveViews(), ...this.#past.all()]
  }

  /** The live runs and, of those that have ended, the newest; with `before`, only those that are older than that run. */
  page(limit: number, before?: string): RunPage {
    return this.#past.page(this.#liveViews(), limit, before)
  }

  #liveViews(): RunView[] {
    const live = [...this.#live.values()].map((run) => run.view())
    return live.sort((a, b) => Number(b.id) - Number(a.id))
  }
}
