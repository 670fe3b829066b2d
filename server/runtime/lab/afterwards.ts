/**
 * What ended runs still have: changes appended to their journals after their last event, who took part, and their end on disk.
 * Counterparts: `runtime/run/recorder.ts`, which records while a run lives; `lab.ts`; `keeping.ts`, which deletes what is old.
 * Invariants: the times of a run's events never decrease; a run of which a part could not be deleted is listed still.
 */
import { LabError } from '../../core/errors.ts'
import { LAB, type Asker, type Detail } from '../../journal/port.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Participant, Run as RunView } from '#shared/protocol/model.ts'
import type { AllRuns } from './all-runs.ts'
import type { LabObserver, LabParts } from './parts.ts'

/** Participants of an ended run that are told at once. */
const TOLD = 600
const EMPTY = new Uint8Array(0)

export class Afterwards {
  readonly #parts: Pick<LabParts, 'clock' | 'journal' | 'files'>
  readonly #runs: Pick<AllRuns, 'takeOut' | 'putBack' | 'past' | 'reread'>
  readonly #observers: Iterable<LabObserver>
  /** Number of the newest event, by run that ended in this process or changed since. */
  readonly #newest = new Map<string, number>()

  constructor(
    parts: Pick<LabParts, 'clock' | 'journal' | 'files'>,
    runs: Pick<AllRuns, 'takeOut' | 'putBack' | 'past' | 'reread'>,
    observers: Iterable<LabObserver>,
  ) {
    this.#parts = parts
    this.#runs = runs
    this.#observers = observers
  }

  /** Those that have ended, newest first. */
  get runs(): readonly RunView[] {
    return this.#runs.past
  }

  /** A run of this process has ended. */
  ended(run: string, lastSeq: number): void {
    this.#newest.set(run, lastSeq)
  }

  /** The newest of those who took part. Rejects with what the journal does. */
  async participants({ id, lastSeq }: RunView, asker: Asker): Promise<Participant[]> {
    const query = { run: id, from: 1, to: Math.max(1, lastSeq), limit: TOLD, newest: true }
    return (await this.#parts.journal.participants(query, asker)).participants
  }

  /** These have changed in the journal: what is known here of those that have ended is read again. Rejects with what the journal does. */
  async reread(changed: ReadonlySet<string>): Promise<void> {
    if (changed.size === 0) return
    for (const run of await this.#parts.journal.runs(LAB)) {
      if (!changed.has(run.id) || !this.#runs.reread(run)) continue
      for (const observer of this.#observers) observer.runChanged(run.id)
    }
  }

  /** Such an event belongs to no wake-up of a program: its `wakeUp` is 0. */
  record({ lastSeq, present: _, trouble: __, ...run }: RunView, detail: Detail<'command'>): void {
    const { journal, clock } = this.#parts
    if (!this.#newest.has(run.id)) journal.takeUp(run, lastSeq)
    const seq = Math.max(this.#newest.get(run.id) ?? 0, lastSeq) + 1
    this.#newest.set(run.id, seq)
    const time = clock.now()
    // The monotonic clock of the run went with it: the wall clock stands in.
    const t = Math.max(0, Math.round((time - run.startedAt) * 1000))
    journal.append(run.id, {
      seq,
      t,
      time,
      kind: 'command',
      participant: PROGRAM,
      wakeUp: 0,
      bytes: EMPTY,
      detail,
    })
  }

  /**
   * Deletes all that is kept of a run that has ended. Resolves when no byte of it is left in journal and files; rejects with
   * `unknown-run`, with `run-goes-on`, and with what the disk says.
   */
  async erase(id: string): Promise<void> {
    await this.delete(id)
    await this.#parts.journal.upkeep.settle()
  }

  /** The same, of which bytes may be left in the journal's log until that is settled. */
  async delete(id: string): Promise<void> {
    const run = this.#runs.takeOut(id)
    // First, so that nobody asks for what is about to go.
    for (const observer of this.#observers) observer.runErased?.(id)
    try {
      const errno = await this.#parts.files.erase(run)
      if (errno !== null) throw new LabError('internal', {}, new Error(`the files of run ${id}: ${errno}`))
      await this.#parts.journal.upkeep.erase(id)
      this.#newest.delete(id)
    } catch (error) {
      this.#runs.putBack(run)
      for (const observer of this.#observers) observer.runChanged(id)
      throw error
    }
  }
}
