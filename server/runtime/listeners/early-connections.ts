/**
 * Where connections wait, paused, while the run or the listener that they are for is not yet recorded; they are handed over in
 * order. Counterparts: `opener.ts`, which opens; `runtime/lab/lab.ts`, which records. Invariant: nobody who came is forgotten.
 */
import type { Connection, ListenHandlers } from '../../endpoints/port.ts'
import type { EventOf } from '#shared/protocol/events.ts'

/** Number of a listener in its run, which is known when all of them are open. */
export interface Slot {
  number: number
}

/** What a run offers to the connections that come to its listeners. */
export interface Reception {
  readonly pendingJoins: { came(connection: Connection): void }
  refused(address: string, reason: EventOf<'refused'>['reason'], errno?: string): void
}

export class EarlyConnections {
  readonly #waiting: { connection: Connection; slot: Slot }[] = []
  #run: Reception | null = null

  /** What a listener calls. */
  readonly handlersOf = (slot: Slot): ListenHandlers => ({
    connected: (connection) => {
      connection.listener = slot.number
      if (this.#run) this.#run.pendingJoins.came(connection)
      else this.#waiting.push({ connection, slot })
    },
    dropped: (address, why, errno) => this.#run?.refused(address, why, errno),
  })

  /** Hands over who waits, and from now on whoever comes. */
  handOver(run: Reception): void {
    this.#run = run
    for (const { connection, slot } of this.#waiting.splice(0)) {
      connection.listener = slot.number
      run.pendingJoins.came(connection)
    }
  }

  /** There is no listener after all. */
  turnAway(): void {
    for (const { connection } of this.#waiting.splice(0)) turnAway(connection)
  }
}

/** RST to a connection that the run does not take, and no more thought about it. */
export function turnAway(connection: Connection): void {
  connection.handle({ read() {}, ended() {}, closed() {}, took() {}, readerDied() {} })
  connection.reset()
}
