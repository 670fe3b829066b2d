/**
 * Appends changes of ended runs to their journals, after their last event. Counterparts: `runtime/run/recorder.ts`,
 * which records while a run lives; `lab.ts`. Invariant: the times of a run's events never decrease.
 */
import type { Clock } from '../../core/clock.ts'
import type { Detail, Journal } from '../../journal/port.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Run as RunView } from '#shared/protocol/model.ts'

const EMPTY = new Uint8Array(0)

export class Afterwards {
  readonly #clock: Clock
  readonly #journal: Journal
  /** Number of the newest event, by run that ended in this process or changed since. */
  readonly #newest = new Map<string, number>()

  constructor(clock: Clock, journal: Journal) {
    this.#clock = clock
    this.#journal = journal
  }

  /** A run of this process has ended. */
  ended(run: string, lastSeq: number): void {
    this.#newest.set(run, lastSeq)
  }

  /** Such an event belongs to no wake-up of a program: its `wakeUp` is 0. */
  record({ lastSeq, present: _, trouble: __, ...run }: RunView, detail: Detail<'command'>): void {
    if (!this.#newest.has(run.id)) this.#journal.takeUp(run, lastSeq)
    const seq = Math.max(this.#newest.get(run.id) ?? 0, lastSeq) + 1
    this.#newest.set(run.id, seq)
    const time = this.#clock.now()
    // The monotonic clock of the run went with it: the wall clock stands in.
    const t = Math.max(0, Math.round((time - run.startedAt) * 1000))
    this.#journal.append(run.id, {
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
}
