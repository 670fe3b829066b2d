/**
 * The listeners of one run: the first ones, and those that open and close while it runs. Counterparts:
 * `runtime/streams/stream-run.ts`; `opener.ts`, which opens them. Invariant: a number means one listener for as long as
 * the journal has the run.
 */
import type { OpenListener } from '../../endpoints/port.ts'
import { LabError } from '../../core/errors.ts'
import { PROGRAM, MAX_LISTENERS } from '#shared/model/constants.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Listener } from '#shared/protocol/model.ts'
import type { Journal, RunRecord } from '../../journal/port.ts'
import type { Recorder } from '../run/recorder.ts'

/** What the listeners need of their run. */
export interface ListeningRun {
  readonly record: RunRecord
  readonly recorder: Pick<Recorder, 'record'>
  readonly journal: Pick<Journal, 'updateRun'>
  /** The run is neither stopping nor stopped. */
  readonly running: boolean
  touch(): void
  turn(): void
}

export class RunListeners {
  readonly #run: ListeningRun
  /** By the number of their listener. */
  readonly #listeners: Map<number, OpenListener>
  /** Listeners that are opening. */
  #reserved = 0
  /** Numbers given away so far. */
  #given: number

  /** @param listeners of the listeners in the run's record, in their order */
  constructor(run: ListeningRun, listeners: readonly OpenListener[]) {
    this.#run = run
    this.#listeners = new Map(listeners.map((listener, index) => [index + 1, listener]))
    this.#given = listeners.length
    for (const listener of run.record.listeners) run.recorder.record('listening', PROGRAM, { listener })
  }

  /** The program listens. */
  get any(): boolean {
    return this.#listeners.size > 0
  }

  /**
   * Reserves numbers for listeners that are about to open. Returns the first. Throws `run-not-running`; `not-joinable`
   * where the program is a client; `too-many-listeners`.
   */
  reserve(count: number): number {
    const { id } = this.#running()
    if (!this.any) throw new LabError('not-joinable', { run: id })
    if (this.#listeners.size + this.#reserved + count > MAX_LISTENERS)
      throw new LabError('too-many-listeners', { limit: MAX_LISTENERS })
    const first = this.#given + 1
    this.#given += count
    this.#reserved += count
    return first
  }

  /** Releases a reservation: so many are open, or failed to open. */
  release(count: number): void {
    this.#reserved -= count
  }

  /** Adds open listeners, numbered from `first`. False if the run has ended meanwhile. */
  add(first: number, listeners: readonly OpenListener[], by?: By): boolean {
    if (!this.#run.running) return false
    for (const [index, open] of listeners.entries()) {
      const listener = { number: first + index, ...open.bound }
      this.#listeners.set(listener.number, open)
      this.#set([...this.#run.record.listeners, listener])
      this.#run.recorder.record('listening', PROGRAM, { listener, ...(by && { by }) })
    }
    this.#run.turn()
    return true
  }

  /**
   * Closes one listener at once; its connections stay. Throws `run-not-running`, `unknown-listener`, and
   * `last-listener`: a server that listens nowhere is one that should be stopped.
   */
  close(number: number, by?: By): void {
    const { id, listeners } = this.#running()
    const open = this.#listeners.get(number)
    const listener = listeners.find((one) => one.number === number)
    if (!open || !listener) throw new LabError('unknown-listener', { run: id, listener: number })
    if (this.#listeners.size === 1) throw new LabError('last-listener', { run: id })
    this.#listeners.delete(number)
    // Resolves when the last of its connections is gone; nobody waits for that.
    void open.close()
    this.#set(listeners.filter((one) => one !== listener))
    this.#run.recorder.record('listener-closed', PROGRAM, { listener, ...(by && { by }) })
    this.#run.turn()
  }

  /** Closes all, at the end of the run. Resolves when their connections are gone too. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#listeners.values()].map((listener) => listener.close()))
  }

  #running() {
    if (!this.#run.running) throw new LabError('run-not-running', { run: this.#run.record.id })
    return this.#run.record
  }

  #set(listeners: Listener[]): void {
    this.#run.record.listeners = listeners
    this.#run.journal.updateRun(this.#run.record.id, { listeners })
    this.#run.touch()
  }
}
