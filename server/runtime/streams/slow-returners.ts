/**
 * Addresses whose connection was closed because it took nothing: each waits before it may come again, twice as long every time.
 * Counterparts: `backpressure.ts`, which has it closed; `connection-events.ts`, which asks.
 * Invariant: the wait holds only for an address that has no other participant in the run: many may share one, behind NAT or
 * on this machine, and who reads pays for nobody. Web participants come from loopback, and are not counted there.
 */
import { networkOf } from '../../admission/asker.ts'
import type { Clock } from '../../core/clock.ts'
import type { Connection } from '../../endpoints/port.ts'
import type { Peer } from './peer.ts'

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
/** After so long without another such end, an address begins anew. */
const FORGIVEN_MS = 600_000
/** Addresses that are remembered; who has as many to come from is not stopped by a wait. */
const REMEMBERED = 1000

interface Slow {
  readonly waitMs: number
  /** When it was closed, milliseconds of the monotonic clock. */
  readonly at: number
}

export class SlowReturners {
  readonly #clock: Clock
  /** By address, the one closed latest last. */
  readonly #slow = new Map<string, Slow>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** This connection was closed because it took nothing. */
  closed(connection: Connection): void {
    const address = homeOf(connection)
    const before = this.#known(address)
    const waitMs = before ? Math.min(2 * before.waitMs, LONGEST_WAIT_MS) : FIRST_WAIT_MS
    this.#slow.delete(address)
    this.#slow.set(address, { waitMs, at: this.#now })
    if (this.#slow.size > REMEMBERED) this.#slow.delete(this.#slow.keys().next().value!)
  }

  /** How many seconds it must still wait, rounded up; 0 where it may come. @param here who is connected */
  waitOf(connection: Connection, here: Iterable<Peer>): number {
    if (this.#slow.size === 0) return 0
    const address = homeOf(connection)
    const known = this.#known(address)
    const left = known ? known.at + known.waitMs - this.#now : 0
    if (left <= 0) return 0
    for (const peer of here) {
      if (!peer.web && peer.ending === null && homeOf(peer.connection) === address) return 0
    }
    return Math.ceil(left / 1000)
  }

  #known(address: string): Slow | null {
    const known = this.#slow.get(address)
    return known && this.#now - known.at < FORGIVEN_MS ? known : null
  }

  get #now(): number {
    return this.#clock.micros() / 1000
  }
}

/** Who comes by a unix socket has no address: its path stands for this machine. */
export const homeOf = ({ via, local, remote }: Connection): string =>
  via === 'unix' ? local.host : networkOf(remote.host)
