/**
 * Where connections wait, paused, while the run or the door that they are for is not yet recorded; they are handed over in
 * order. Counterparts: `opener.ts`, which opens; `runtime/lab/lab.ts`, which records. Invariant: nobody who came is forgotten.
 */
import type { Connection, ListenHandlers } from '../../endpoints/port.ts'
import type { Run } from '../streams/stream-run.ts'
import { turnAway } from '../streams/context.ts'

/** Number of a door in its run, which is known when all of them are open. */
export interface Slot {
  number: number
}

export class Porch {
  readonly #early: { connection: Connection; slot: Slot }[] = []
  #run: Run | null = null

  /** What a listener calls. */
  readonly handlersOf = (slot: Slot): ListenHandlers => ({
    connected: (connection) => {
      connection.door = slot.number
      if (this.#run) this.#run.arrivals.came(connection)
      else this.#early.push({ connection, slot })
    },
    dropped: (address, why, errno) => this.#run?.refused(address, why, errno),
  })

  /** Hands over who waits, and from now on whoever comes. */
  leadTo(run: Run): void {
    this.#run = run
    for (const { connection, slot } of this.#early.splice(0)) {
      connection.door = slot.number
      run.arrivals.came(connection)
    }
  }

  /** There is no door after all. */
  turnAway(): void {
    for (const { connection } of this.#early.splice(0)) turnAway(connection)
  }
}
