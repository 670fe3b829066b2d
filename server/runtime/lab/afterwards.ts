/**
 * What ended runs still have: changes appended to their journals after their last event, and who took part. Counterparts: `runtime/run/recorder.ts`,
 * which records while a run lives; `lab.ts`. Invariant: the times of a run's events never decrease.
 */
import type { Clock } from '../../core/clock.ts'
import type { Asker, Detail, Journal } from '../../journal/port.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Participant, Run as RunView } from '#shared/protocol/model.ts'

/** Participants of an ended run that are told at once. */
const TOLD = 600
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

  /** The newest of those who took part. Rejects with what the journal does. */
  async participants({ id, lastSeq }: RunView, asker: Asker): Promise<Participant[]> {
    const query = { run: id, from: 1, to: Math.max(1, lastSeq), limit: TOLD, newest: true }
    return (await this.#journal.participants(query, asker)).participants
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
