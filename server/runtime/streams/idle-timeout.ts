/**
 * Closes accepted connections without a byte in either direction for too long, as socat's -T does. Counterparts:
 * `stream-run.ts`, which reports the end of each turn of the event loop; `peer.ts`, which notes traffic.
 * Invariants: one timer a run, whatever the traffic: a byte costs a flag, a turn one look at each peer. The timer of a
 * peer that the program wants to read pauses while something else keeps it from being read.
 */
import type { Peer } from './peer.ts'
import { conclude, type StreamContext } from './context.ts'

interface Watched {
  /** When bytes last passed, in microseconds since the run's start, plus the length of all pauses since. */
  since: number
  /** Bytes that the kernel had taken by then: a draining queue is traffic too. */
  taken: number
  /** When its timer paused, in the same units; null while it runs. */
  pausedAt: number | null
}

/** Microseconds between two reports of changed times: viewers see whole seconds. */
const TELL_EVERY = 100_000

/** The limit from the run's options; null for none. */
export const idleTimeoutOf = (run: StreamContext): IdleTimeout | null =>
  (run.record.options.idleTimeout ?? 0) > 0 ? new IdleTimeout(run) : null

export class IdleTimeout {
  readonly #run: StreamContext
  /** In microseconds. */
  readonly #limit: number
  readonly #watched = new WeakMap<Peer, Watched>()
  /** When the first of them is due, in microseconds since the run's start. */
  #next = Infinity
  #waiting = false
  #toldAt = -Infinity

  constructor(run: StreamContext) {
    this.#run = run
    this.#limit = (run.record.options.idleTimeout ?? 0) * 1_000_000
  }

  /** Call it when bytes may have passed, somebody may have been accepted, or reading may have changed. */
  look(): void {
    this.#update()
    // Traffic only postpones the ends: the running timer fires early enough, and then sees how long is left.
    if (this.#next === Infinity || this.#waiting || !this.#run.running) return
    this.#waiting = true
    this.#run.clock.after(Math.max(1, Math.ceil((this.#next - this.#run.recorder.now) / 1000)), () => {
      this.#waiting = false
      if (this.#run.running) this.#check()
    })
  }

  #check(): void {
    this.#update()
    const { now } = this.#run.recorder
    for (const peer of [...this.#run.peers]) {
      const watched = this.#watched.get(peer)
      if (!counts(peer) || !watched || watched.pausedAt !== null || now - watched.since < this.#limit) continue
      this.#run.readGate.want(peer, false)
      conclude(peer, 'idle-timeout', this.#run)
    }
    this.#run.turn()
  }

  #update(): void {
    const { now } = this.#run.recorder
    let news = false
    this.#next = Infinity
    for (const peer of this.#run.peers) {
      if (!counts(peer)) {
        peer.idleTimeout = null
        continue
      }
      const watched = this.#watched.get(peer) ?? this.#watch(peer)
      if (this.#passed(peer, watched, now)) news = true
      if (watched.pausedAt === null) this.#next = Math.min(this.#next, watched.since + this.#limit)
    }
    // Nothing else reports a byte that ends no line.
    if (!news || now - this.#toldAt < TELL_EVERY) return
    this.#toldAt = now
    this.#run.touch()
  }

  #watch(peer: Peer): Watched {
    const watched = { since: 0, taken: -1, pausedAt: null }
    this.#watched.set(peer, watched)
    return watched
  }

  /** Notes traffic. True when the peer's time has changed. */
  #passed(peer: Peer, watched: Watched, now: number): boolean {
    const { taken } = peer.connection
    const passed = peer.stirred || taken !== watched.taken
    const paused = peer.wanted && !peer.reading
    if (!passed && paused === (watched.pausedAt !== null)) return false
    peer.stirred = false
    watched.taken = taken
    if (passed) watched.since = now
    else if (watched.pausedAt !== null) watched.since += now - watched.pausedAt
    watched.pausedAt = paused ? now : null
    const end = watched.since + this.#limit
    peer.idleTimeout = paused ? { left: Math.ceil((end - now) / 1000) } : { closesAt: Math.ceil(end / 1000) }
    return true
  }
}

/** Accepted, and nobody has decided to end it. */
const counts = (peer: Peer): boolean => peer.present && peer.ending === null
