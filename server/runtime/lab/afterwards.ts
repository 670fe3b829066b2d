/**
 * Adds to the journals of runs that have ended what is done to them afterwards, behind their last event. Counterparts:
 * `runtime/run/recorder.ts`, which does it while a run lives; `lab.ts`. Invariant: the time of what is added never runs backwards.
 */
import type { Clock } from '../../core/clock.ts'
import type { Detail, Journal } from '../../journal/port.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Run as RunView } from '#shared/protocol/model.ts'

const EMPTY = new Uint8Array(0)

export class Afterwards {
  readonly #clock: Clock
  readonly #journal: Journal
  /** Number of the newest event of runs that ended here, or were added to. */
  readonly #newest = new Map<string, number>()

  constructor(clock: Clock, journal: Journal) {
    this.#clock = clock
    this.#journal = journal
  }

  /** A run of this process has ended. */
  ended(run: string, lastSeq: number): void {
    this.#newest.set(run, lastSeq)
  }

  /** No wake-up of a program belongs to it: its `wakeUp` is 0. */
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
