/**
 * Decides which connections of a run are read now. What is not read stays in the kernel. Counterparts: `connection-events.ts`, which
 * reports what was read; `backpressure.ts`, `runtime/run/stepper.ts`, `voices.ts`, whose word counts here.
 * Invariant: a connection is read only while its program wants it, nothing holds the run, it is not silenced, and backpressure does not pause it.
 */
import type { Clock } from '../../core/clock.ts'
import type { Backpressure } from './backpressure.ts'
import type { Peer } from './peer.ts'
import type { Peers } from './peers.ts'

/** Bytes of one participant that are read in one turn of the event loop at most; and one read, which is the least. */
const MOST_A_TURN = 262_144
const ONE_READ = 65_536
/** Bytes of all participants that one turn reads, times those to whom they go: what it may have to write. */
const WRITTEN_A_TURN = 8_388_608
/** The same of those who said little before: they may all begin to talk in one turn, and beyond it nobody is read in that one. */
const SUDDEN_A_TURN = 16_777_216
/** The same while receivers are behind. */
const SUDDEN_WHILE_BEHIND = 2_097_152
/** Who has said so much in a turn says as much as it can, until it has said less in so many turns; in a large room, less is much. */
const MUCH = 16_384
const MUCH_LEAST = 1024
const CALM_AFTER = 16
/** Of those so many are read in one turn at most, the others in the next ones. */
const MOST_AT_ONCE = 16
/** Then everybody else has as long as that turn took, at most this many milliseconds. */
const LONGEST_REST_MS = 50

export interface ReadGateParts {
  readonly clock: Clock
  /** Asks for `turnOver` at the end of this turn, although nothing may happen in it. */
  readonly turn: () => void
}

export class ReadGate {
  readonly #peers: Peers
  readonly #backpressure: Backpressure
  readonly #parts: ReadGateParts
  #open = false
  /** When the turn began in which it is open. */
  #began = 0
  readonly #holds = new Set<string>()
  #most = MOST_A_TURN
  #much = MUCH
  #atOnce = MOST_AT_ONCE
  /** Bytes read in this turn, those among them of who said little before, and how far the turn is spent. */
  #read = 0
  #sudden = 0
  #spent: 'not' | 'for-talkers' | 'for-all' = 'not'
  /** Those who have said much while many did, whose turn it is first first. Who says little is read in every turn. */
  readonly #resting = new Set<Peer>()
  /** The next of them wait for the end of a rest, or are read in this turn. */
  #next: 'none' | 'wait' | 'read' = 'none'

  constructor(peers: Peers, backpressure: Backpressure, parts: ReadGateParts) {
    this.#peers = peers
    this.#backpressure = backpressure
    this.#parts = parts
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
    if (!this.#open) this.#began = this.#parts.clock.micros()
    this.#open = true
    this.#read += bytes
    if (peer.talks === 0) this.#sudden += bytes
    peer.readThisTurn += bytes
    if (peer.readThisTurn >= this.#much) peer.talks = CALM_AFTER
    const spent = this.#spentNow
    if (spent !== this.#spent) {
      this.#spent = spent
      this.adjust()
    } else if (!this.#may(peer)) peer.reading = false
  }

  get #spentNow(): 'not' | 'for-talkers' | 'for-all' {
    const { size } = this.#peers
    const most = this.#backpressure.behind ? SUDDEN_WHILE_BEHIND : SUDDEN_A_TURN
    if (this.#sudden * size > most) return 'for-all'
    return this.#read * size > WRITTEN_A_TURN ? 'for-talkers' : 'not'
  }

  /** Who may be read has changed. */
  adjust(): void {
    for (const peer of this.#peers) peer.reading = this.#may(peer)
  }

  /**
   * The turn of the event loop is over, and what it brought is written: what is read from now on belongs to the next one. While receivers
   * are behind, who talks much waits for them, and another turn tells of it.
   */
  turnOver(): void {
    const stopped = this.#spent !== 'not'
    const took = this.#open ? (this.#parts.clock.micros() - this.#began) / 1000 : 0
    this.#open = false
    this.#read = this.#sudden = 0
    this.#spent = 'not'
    const much: Peer[] = []
    for (const peer of this.#peers) {
      if (peer.readThisTurn >= this.#much) much.push(peer)
      else if (peer.readThisTurn > 0 && peer.talks > 0) peer.talks--
      peer.readThisTurn = 0
    }
    const size = Math.max(1, this.#peers.size)
    const room = WRITTEN_A_TURN / size
    this.#much = within(room / size, MUCH_LEAST, MUCH)
    this.#atOnce = within(Math.floor(room / ONE_READ), 1, MOST_AT_ONCE)
    const talkers = this.#resting.size + much.length
    const { behind } = this.#backpressure
    if (talkers > this.#atOnce || behind) for (const peer of much) this.#resting.add(peer)
    this.#most = ONE_READ * within(Math.floor(room / ONE_READ / Math.max(1, talkers)), 1, MOST_A_TURN / ONE_READ)
    if (stopped || behind) this.adjust()
    else for (const peer of much) peer.reading = this.#may(peer)
    if (this.#next === 'read') this.#next = 'none'
    if (!behind) this.#readNext(took)
  }

  /** The first of those who rest are read, once everybody else has had as long as the turn took. */
  #readNext(took: number): void {
    if (this.#next !== 'none' || this.#resting.size === 0) return
    this.#next = 'wait'
    this.#parts.clock.after(Math.min(took, LONGEST_REST_MS), () => {
      this.#next = 'read'
      const next = [...this.#resting].slice(0, this.#atOnce)
      for (const peer of next) this.#resting.delete(peer)
      for (const peer of next) peer.reading = this.#may(peer)
      this.#parts.turn()
    })
  }

  #may(peer: Peer): boolean {
    if (this.#open && (peer.readThisTurn >= this.#most || this.#isOver(peer))) return false
    // What is read only to be dropped waits for nobody.
    if (peer.leaving) return peer.wanted
    // Whether a newcomer talks much nobody knows yet.
    if (this.#resting.has(peer) || (peer.bytesRead === 0 && this.#backpressure.behind)) return false
    return peer.wanted && peer.silent === null && !this.isClosed && !this.#backpressure.holds(peer.id)
  }

  /** What this turn reads of such a peer has been read. */
  #isOver({ talks }: Peer): boolean {
    return this.#spent === 'for-all' || (this.#spent === 'for-talkers' && talks > 0)
  }
}

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
