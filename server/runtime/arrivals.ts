/**
 * Tells web participants from others at the door. A browser's connection is made by this very process, so the peer
 * port of the accepted socket is the local port of the dialled one. Counterparts: `run.ts`, `web-participants.ts`.
 * Invariant: connections are admitted in the order in which they came; while a dial to this run is under way, those
 * from this machine wait for its port to be known (a loopback dial takes microseconds, its limit is 5 s).
 */
import type { Connection } from '../endpoints/port.ts'

/** Who is expected behind a dialled connection. */
export interface Expected {
  readonly name: string
  admitted(participant: number): void
  refused(): void
}

export class Arrivals {
  readonly #admit: (connection: Connection, expected: Expected | null) => void
  readonly #queue: Connection[] = []
  readonly #expected = new Map<number, Expected>()
  #dialling = 0

  constructor(admit: (connection: Connection, expected: Expected | null) => void) {
    this.#admit = admit
  }

  came(connection: Connection): void {
    this.#queue.push(connection)
    this.#drain()
  }

  /** Runs a dial to this run; the connection that it makes is announced as `expected`. */
  async dial(dial: () => Promise<Connection>, expected: Expected): Promise<Connection> {
    this.#dialling++
    try {
      const connection = await dial()
      this.#expected.set(connection.local.port, expected)
      return connection
    } finally {
      this.#dialling--
      this.#drain()
    }
  }

  /** Nobody will come any more behind a dialled connection that closed early. */
  forget(connection: Connection): void {
    this.#expected.delete(connection.local.port)
  }

  #drain(): void {
    for (;;) {
      const next = this.#queue[0]
      if (!next) return
      const expected = this.#expected.get(next.remote.port) ?? null
      if (!expected && this.#dialling > 0) return
      this.#queue.shift()
      this.#expected.delete(next.remote.port)
      this.#admit(next, expected)
    }
  }
}
