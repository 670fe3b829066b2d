/**
 * Tells web participants from others at the listener. A browser's connection is made by this very process, so the peer
 * port of the accepted socket is the local port of the dialled one, and the reverse. Counterparts: `stream-run.ts`,
 * `web-participants.ts`.
 * Invariant: connections are admitted in order of arrival; while a dial to this run is under way, they wait until its
 * port is known (a loopback dial takes microseconds, its limit is 5 s), and while the run holds them.
 */
import { BACKLOG } from '#shared/model/constants.ts'
import { turnAway } from '../listeners/early-connections.ts'
import { connectionKey } from '../../core/ends.ts'
import type { LabError } from '../../core/errors.ts'
import type { Connection } from '../../endpoints/port.ts'
import type { By } from '#shared/protocol/by.ts'
import type { PieceReader } from './pieces.ts'

/** The web participant expected behind a dialled connection. */
export interface Expected {
  readonly name: string
  /** The page that brings it in. */
  readonly by: By | undefined
  admitted(participant: PieceReader): void
  refused(error: LabError): void
}

export class PendingJoins {
  readonly #admit: (connection: Connection, expected: Expected | null) => void
  readonly #queue: Connection[] = []
  readonly #expected = new Map<string, Expected>()
  /** Names whose connection is under way or not admitted yet. */
  readonly #coming = new Set<Expected>()
  #dialling = 0
  #held = false

  constructor(admit: (connection: Connection, expected: Expected | null) => void) {
    this.#admit = admit
  }

  /**
   * Leaves newcomers waiting unread, as in the accept queue of a program that does not call accept, or lets them in. Node
   * cannot leave them in the kernel: a listening socket accepts for as long as it is open.
   * @param why what whoever is expected is told at once, since nobody knows how long it lasts; null lets newcomers in
   */
  hold(why: LabError | null): void {
    this.#held = why !== null
    if (why) {
      for (const expected of this.#coming) expected.refused(why)
      this.#coming.clear()
    }
    this.#drain()
  }

  came(connection: Connection): void {
    if (this.#held && this.#queue.length >= BACKLOG) return turnAway(connection)
    this.#queue.push(connection)
    this.#drain()
  }

  /** Dials this run, and announces the connection as `expected`. */
  async dial(dial: () => Promise<Connection>, expected: Expected): Promise<Connection> {
    this.#dialling++
    this.#coming.add(expected)
    try {
      const connection = await dial()
      this.#expected.set(dialledKey(connection), expected)
      return connection
    } catch (error) {
      this.#coming.delete(expected)
      throw error
    } finally {
      this.#dialling--
      this.#drain()
    }
  }

  /** Names expected and not admitted yet. */
  get names(): string[] {
    return [...this.#coming].map(({ name }) => name)
  }

  /** Forgets whom to expect behind a dialled connection that closed early. */
  forget(connection: Connection): void {
    const expected = this.#expected.get(dialledKey(connection))
    if (expected) this.#coming.delete(expected)
    this.#expected.delete(dialledKey(connection))
  }

  #drain(): void {
    if (this.#held) this.#turnAwayRefused()
    while (!this.#held) {
      const next = this.#queue[0]
      if (!next) return
      const expected = this.#expected.get(acceptedKey(next)) ?? null
      if (!expected && this.#dialling > 0) return
      this.#queue.shift()
      this.#expected.delete(acceptedKey(next))
      if (expected && !this.#coming.delete(expected)) turnAway(next)
      else this.#admit(next, expected)
    }
  }

  /** Whoever is expected and no longer coming has been refused. */
  #turnAwayRefused(): void {
    for (const connection of [...this.#queue]) {
      const expected = this.#expected.get(acceptedKey(connection))
      if (!expected || this.#coming.has(expected)) continue
      this.#expected.delete(acceptedKey(connection))
      this.#queue.splice(this.#queue.indexOf(connection), 1)
      turnAway(connection)
    }
  }
}

const dialledKey = ({ local, remote }: Connection): string => connectionKey(local, remote)
const acceptedKey = ({ local, remote }: Connection): string => connectionKey(remote, local)
