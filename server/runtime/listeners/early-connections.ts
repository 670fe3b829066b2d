/**
 * Keeps connections waiting, paused, until their run or listener is recorded, and then hands them over in order.
 * Counterparts: `opener.ts`, which opens; `runtime/lab/lab.ts`, which records. Invariant: no connection is forgotten.
 */
import type { Connection, ListenHandlers } from '../../endpoints/port.ts'
import type { EventOf } from '#shared/protocol/events.ts'

/** Number of a listener in its run, known once all of them are open. */
export interface Slot {
  number: number
}

/** What a run does with connections to its listeners. */
export interface Reception {
  readonly pendingJoins: { came(connection: Connection): void }
  refused(address: string, reason: EventOf<'refused'>['reason'], errno?: string): void
}

export class EarlyConnections {
  readonly #waiting: { connection: Connection; slot: Slot }[] = []
  /** Those that were refused meanwhile. */
  readonly #refusals: Parameters<ListenHandlers['dropped']>[] = []
  #run: Reception | null = null

  /** The callbacks for a listener. */
  readonly handlersOf = (slot: Slot): ListenHandlers => ({
    connected: (connection) => {
      connection.listener = slot.number
      if (this.#run) this.#run.pendingJoins.came(connection)
      else this.#waiting.push({ connection, slot })
    },
    dropped: (...refusal) => {
      if (this.#run) this.#run.refused(...refusal)
      else this.#refusals.push(refusal)
    },
  })

  /** Hands over the waiting connections, and from now on every new one. */
  handOver(run: Reception): void {
    this.#run = run
    for (const { connection, slot } of this.#waiting.splice(0)) {
      connection.listener = slot.number
      run.pendingJoins.came(connection)
    }
    for (const refusal of this.#refusals.splice(0)) run.refused(...refusal)
  }

  /** Resets the waiting connections: the listener does not open after all. */
  turnAway(): void {
    for (const { connection } of this.#waiting.splice(0)) turnAway(connection)
  }
}

/** Sends RST to a connection that the run does not take, and ignores it from then on. */
export function turnAway(connection: Connection): void {
  connection.handle({ read() {}, ended() {}, closed() {}, took() {}, readerDied() {} })
  connection.reset()
}
