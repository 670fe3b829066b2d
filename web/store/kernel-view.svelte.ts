/**
 * What the lab last told of a run's sockets in the kernel, and when: timers run down from there.
 * Counterpart: `server/gateway/ws/socket-table-broadcast.ts`, which tells of changes only.
 */
import type { KernelAbsence, KernelRow } from '#shared/model/kernel.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { Moment } from '#shared/protocol/moment.ts'

export type KernelMessage = Extract<ServerMessage, { type: 'kernel' }>

export class KernelView {
  #told = $state.raw<KernelMessage | null>(null)
  #at = 0
  /** The moment of the past that the page shows; null while it shows now. */
  #moment = $state.raw<Moment | null>(null)

  /** The rows are those of this moment from now on; null: those of now. */
  then(moment: Moment | null): void {
    this.#moment = moment
  }

  take(message: KernelMessage): void {
    this.#at = performance.now()
    this.#told = message
  }

  /** The sockets are those of a process that is no more, as far as anybody knows. */
  forget(): void {
    this.#told = null
  }

  /** False until the lab has said something; of a run that ended before, it says nothing. */
  get known(): boolean {
    return this.#moment ? this.#moment.rows !== null : this.#told !== null
  }
  get rows(): readonly KernelRow[] {
    return (this.#moment ? this.#moment.rows : this.#told?.rows) ?? []
  }
  /** Rows that were left out. */
  get more(): number {
    return (this.#moment ?? this.#told)?.more ?? 0
  }
  /** Why there are no rows at all. */
  get absent(): KernelAbsence | null {
    return this.#moment ? null : (this.#told?.absent ?? null)
  }

  /**
   * Milliseconds that a row's timer still has; 0 when it has run out or there is none.
   * @param now by performance.now()
   */
  left(row: KernelRow, now: number): number {
    // Of a moment, it is as it stood then.
    if (this.#moment) return row.timer?.ms ?? 0
    return row.timer ? Math.max(0, row.timer.ms - Math.max(0, now - this.#at)) : 0
  }
}
