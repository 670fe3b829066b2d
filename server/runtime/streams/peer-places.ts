/**
 * Places of one run: who is let in, and who makes room. Counterparts: `connection-events.ts`, which asks for each
 * newcomer; `admission/limits.ts`, which has the numbers.
 * Invariants: nobody who has not sent FIN makes room; nobody makes room in vain; a newcomer costs the same however many
 * there are.
 */
import { askerOf, networkOf } from '../../admission/asker.ts'
import { forNewcomers, Places, Ticket, type Asker } from '../../admission/places.ts'
import type { Connection, Refusal } from '../../endpoints/port.ts'
import { isLoopback } from '#shared/net/address.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Limits } from '../run/limits.ts'
import type { Peer } from './peer.ts'

/** A connection that wants in, and whose page made it, if one did. */
export interface Newcomer {
  readonly connection: Connection
  readonly web: { readonly by: By | undefined } | null
}

export class PeerPlaces {
  readonly #perAddress: number
  readonly #places: Places
  /** Those that sent FIN, longest ago first: all of them, and those of each asker and of each group. */
  readonly #ended = new Set<Peer>()
  readonly #endedOf = new Map<string, Set<Peer>>()

  constructor({ participants, perAddress }: Limits) {
    this.#perAddress = perAddress
    this.#places = new Places(participants, [forNewcomers(participants)])
  }

  /** A place, or why there is none. */
  take(newcomer: Newcomer): Ticket | Refusal {
    const place = this.#places.take(this.#askerOf(newcomer))
    if (place instanceof Ticket) return place
    return place === 'asker' ? 'address-full' : 'run-full'
  }

  /**
   * Who makes room for a newcomer without a place: of those that sent FIN and have been sent none, the one that sent it
   * longest ago, or the one of the newcomer's own, or of its address, where only that helps; null where nobody's leaving would help.
   */
  whoMakesRoom(newcomer: Newcomer): Peer | null {
    const asker = this.#askerOf(newcomer)
    const own = [asker.key, asker.group?.key ?? asker.key].map((key) => this.#endedOf.get(key))
    const candidates = [this.#ended, ...own].map((peers) => this.#longestEnded(peers))
    return candidates.find((peer) => peer?.place && this.#places.refusal(asker, 1, peer.place) === null) ?? null
  }

  /** This peer has sent FIN. */
  ended(peer: Peer): void {
    if (!peer.place) return
    const { key, group } = peer.place
    for (const one of [key, group]) this.#endedOf.set(one, (this.#endedOf.get(one) ?? new Set()).add(peer))
    this.#ended.add(peer)
  }

  /** This peer is gone. */
  left(peer: Peer): void {
    peer.place?.giveBack()
    this.#forget(peer)
  }

  #longestEnded(peers: ReadonlySet<Peer> = NOBODY): Peer | undefined {
    for (const peer of peers) {
      if (peer.state === 'ended' && peer.connection.canSend) return peer
      // Its end is under way.
      this.#forget(peer)
    }
    return undefined
  }

  #forget(peer: Peer): void {
    if (!peer.place || !this.#ended.delete(peer)) return
    const { key, group } = peer.place
    for (const one of [key, group]) {
      const own = this.#endedOf.get(one)
      own?.delete(peer)
      if (own?.size === 0) this.#endedOf.delete(one)
    }
  }

  #askerOf({ connection: { via, remote }, web }: Newcomer): Asker {
    // A page has a limit of its own, over all runs. Those of an address count apart from its raw clients, which must not keep
    // their own teacher's page out.
    if (web?.by)
      return {
        ...askerOf(web.by, Infinity),
        group: { key: `from the pages of ${networkOf(web.by.address)}`, most: Infinity },
      }
    if (web) return { key: 'lab', most: Infinity }
    const exempt = via === 'unix' || isLoopback(remote.host)
    return askerOf({ address: remote.host }, exempt ? Infinity : this.#perAddress)
  }
}

const NOBODY: ReadonlySet<Peer> = new Set()
