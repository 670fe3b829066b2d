/**
 * The doors of one run: those that it started with, and those that come and go while it runs. Counterparts: `runtime/streams/stream-run.ts`;
 * `opener.ts`, which opens them. Invariant: a number stands for one door, for as long as the run is remembered.
 */
import type { Listener } from '../../endpoints/port.ts'
import { LabError } from '../../core/errors.ts'
import { PROGRAM, MAX_DOORS } from '#shared/model/constants.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Door } from '#shared/protocol/model.ts'
import type { Journal, RunRecord } from '../../journal/port.ts'
import type { Recorder } from '../run/recorder.ts'

/** What the listeners need of their run. */
export interface ListeningRun {
  readonly record: RunRecord
  readonly recorder: Pick<Recorder, 'record' | 'full'>
  readonly journal: Pick<Journal, 'updateRun'>
  /** The run takes part in life: neither stopping nor stopped. */
  readonly running: boolean
  touch(): void
  turn(): void
}

export class RunListeners {
  readonly #run: ListeningRun
  /** By the number of their door. */
  readonly #listeners: Map<number, Listener>
  /** Doors that are being opened. */
  #reserved = 0
  /** Numbers given away so far. */
  #given: number

  /** @param listeners of the doors in the run's record, in their order */
  constructor(run: ListeningRun, listeners: readonly Listener[]) {
    this.#run = run
    this.#listeners = new Map(listeners.map((listener, index) => [index + 1, listener]))
    this.#given = listeners.length
    for (const door of run.record.doors) run.recorder.record('listening', PROGRAM, { door })
  }

  /** The program listens. */
  get any(): boolean {
    return this.#listeners.size > 0
  }

  /**
   * Sets numbers aside for doors that are about to be opened. Returns the first. Throws `run-not-running`; `not-joinable`
   * where the program is a client; `too-many-doors`; `journal-full`.
   */
  reserve(count: number): number {
    const { id } = this.#running()
    if (this.#run.recorder.full) throw new LabError('journal-full')
    if (!this.any) throw new LabError('not-joinable', { run: id })
    if (this.#listeners.size + this.#reserved + count > MAX_DOORS)
      throw new LabError('too-many-doors', { limit: MAX_DOORS })
    const first = this.#given + 1
    this.#given += count
    this.#reserved += count
    return first
  }

  /** So many are open, or will not be opened after all. */
  release(count: number): void {
    this.#reserved -= count
  }

  /** Takes in doors that are open, numbered from `first`. False where the run has ended meanwhile. */
  add(first: number, listeners: readonly Listener[], by?: By): boolean {
    if (!this.#run.running) return false
    for (const [index, listener] of listeners.entries()) {
      const door = { number: first + index, ...listener.door }
      this.#listeners.set(door.number, listener)
      this.#set([...this.#run.record.doors, door])
      this.#run.recorder.record('listening', PROGRAM, { door, ...(by && { by }) })
    }
    this.#run.turn()
    return true
  }

  /**
   * Stops listening at one door, at once; who has come by it stays. Throws `run-not-running`, `unknown-door`, and
   * `last-door`: a server that listens nowhere is one that should be stopped.
   */
  close(number: number, by?: By): void {
    const { id, doors } = this.#running()
    const listener = this.#listeners.get(number)
    const door = doors.find((one) => one.number === number)
    if (!listener || !door) throw new LabError('unknown-door', { run: id, door: number })
    if (this.#listeners.size === 1) throw new LabError('last-door', { run: id })
    this.#listeners.delete(number)
    // Resolves when the last of its connections is gone, for which nobody waits.
    void listener.close()
    this.#set(doors.filter((one) => one !== door))
    this.#run.recorder.record('door-closed', PROGRAM, { door, ...(by && { by }) })
    this.#run.turn()
  }

  /** For the end of the run. Resolves when all are closed and their connections gone. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#listeners.values()].map((listener) => listener.close()))
  }

  #running() {
    if (!this.#run.running) throw new LabError('run-not-running', { run: this.#run.record.id })
    return this.#run.record
  }

  #set(doors: Door[]): void {
    this.#run.record.doors = doors
    this.#run.journal.updateRun(this.#run.record.id, { doors })
    this.#run.touch()
  }
}
