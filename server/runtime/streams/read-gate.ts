/**
 * Decides which connections of a run are read now. What is not read stays in the kernel. Counterparts: `connection-events.ts`, which
 * reports what was read; `backpressure.ts`, `runtime/run/stepper.ts`, `voices.ts`, whose word counts here.
 * Invariant: a connection is read only while its program wants it, nothing holds the run, it is not silenced, and backpressure does not pause it.
 */
import type { Backpressure } from './backpressure.ts'
import type { Peer } from './peer.ts'
import type { Peers } from './peers.ts'

/** Bytes of one participant that are read in one turn of the event loop at most; and one read, which is the least. */
const MOST_A_TURN = 262_144
const ONE_READ = 65_536
/** Bytes of all participants that one turn reads, times those to whom they go: what it may have to write. */
const WRITTEN_A_TURN = 16_777_216
/** Who has said so much in a turn says as much as it can. */
const MUCH = 16_384
/** Of those so many are read in one turn at most, the others in the next ones. */
const MOST_AT_ONCE = 16

export class ReadGate {
  readonly #peers: Peers
  readonly #backpressure: Backpressure
  #open = false
  readonly #holds = new Set<string>()
  #most = MOST_A_TURN
  /** Those who have said much while many did, whose turn it is first first. Who says little is always read. */
  readonly #resting = new Set<Peer>()

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
    if (peer.readThisTurn >= this.#most) peer.reading = false
  }

  /** Who may be read has changed. */
  adjust(): void {
    for (const peer of this.#peers) peer.reading = this.#may(peer)
  }

  /**
   * The turn of the event loop is over: what is read from now on belongs to the next one. True where some wait for theirs, although
   * nothing may happen in this one.
   */
  turnOver(): boolean {
    this.#open = false
    const much: Peer[] = []
    for (const peer of this.#peers) {
      if (peer.readThisTurn >= MUCH) much.push(peer)
      peer.readThisTurn = 0
    }
    const room = WRITTEN_A_TURN / Math.max(1, this.#peers.size)
    const atOnce = within(Math.floor(room / ONE_READ), 1, MOST_AT_ONCE)
    const talkers = this.#resting.size + much.length
    if (talkers > atOnce) for (const peer of much) this.#resting.add(peer)
    this.#most = within(room / Math.max(1, talkers), ONE_READ, MOST_A_TURN)
    const next = [...this.#resting].slice(0, atOnce)
    for (const peer of next) this.#resting.delete(peer)
    for (const peer of new Set([...much, ...next])) peer.reading = this.#may(peer)
    return this.#resting.size > 0
  }

  #may(peer: Peer): boolean {
    if ((peer.readThisTurn >= this.#most && this.#open) || this.#resting.has(peer)) return false
    // What is read only to be dropped waits for nobody.
    if (peer.leaving) return peer.wanted
    return peer.wanted && peer.silent === null && !this.isClosed && !this.#backpressure.holds(peer.id)
  }
}

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
