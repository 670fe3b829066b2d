/**
 * Decides which connections of a run are read now. What is not read stays in the kernel. Counterparts: `connection-events.ts`, which
 * reports what was read; `backpressure.ts`, `runtime/run/stepper.ts`, whose word counts here.
 * Invariant: a connection is read only while its program wants it, nothing holds the run, and backpressure does not pause it.
 */
import type { Backpressure } from './backpressure.ts'
import type { Peer } from './peer.ts'
import type { Peers } from './peers.ts'

/** Bytes of one participant that are read in one turn of the event loop. */
const MOST_A_TURN = 262_144

export class ReadGate {
  readonly #peers: Peers
  readonly #backpressure: Backpressure
  #open = false
  readonly #holds = new Set<string>()

  constructor(peers: Peers, backpressure: Backpressure) {
    this.#peers = peers
    this.#backpressure = backpressure
  }

  /** Withholds all reading for a reason of its own, or gives it up. */
  hold(reason: 'trouble' | 'journal-behind' | 'files-behind' | 'stepper' | 'freeze', on: boolean): void {
    if (this.#holds.has(reason) === on) return
    if (on) this.#holds.add(reason)
    else this.#holds.delete(reason)
    this.adjust()
  }

  /** Something holds all reading but the program itself. */
  get isClosed(): boolean {
    return this.#holds.size > 0
  }

  /** The program wants to read this connection from now on, or no more. */
  want(peer: Peer, wanted: boolean): void {
    peer.wanted = wanted
    peer.reading = this.#may(peer)
    if (!wanted) peer.onRead?.()
  }

  /** Bytes of it were read. Node would go on reading a flooding socket up to 2 MiB in one turn, and all others would wait. */
  spend(peer: Peer, bytes: number): void {
    this.#open = true
    peer.readThisTurn += bytes
    if (peer.readThisTurn >= MOST_A_TURN) peer.reading = false
  }

  /** Who may be read has changed. */
  adjust(): void {
    for (const peer of this.#peers) peer.reading = this.#may(peer)
  }

  /** The turn of the event loop is over: what is read from now on belongs to the next one. */
  turnOver(): void {
    this.#open = false
    for (const peer of this.#peers) {
      if (peer.readThisTurn >= MOST_A_TURN) peer.reading = this.#may(peer)
      peer.readThisTurn = 0
    }
  }

  #may(peer: Peer): boolean {
    if (peer.readThisTurn >= MOST_A_TURN && this.#open) return false
    // What is read only to be dropped waits for nobody.
    if (peer.leaving) return peer.wanted
    return peer.wanted && !this.isClosed && !this.#backpressure.holds(peer.id)
  }
}
