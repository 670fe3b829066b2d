/**
 * Backpressure of one run: when a receiver's queue is nearly full its producers are not read, so that their bytes
 * wait in the kernel and their own writes block, as the sheet's programs would. Counterpart: `stream-run.ts`.
 * Invariant: the bytes of a participant are never held up by that participant alone, since it gets none of its own.
 */
import type { Clock } from '../../core/clock.ts'
import { HIGH_WATER } from '../../endpoints/port.ts'
import type { Peer } from './peer.ts'

/** Shorter hold-ups are the daily life of a fast sender and are not recorded. */
const WORTH_TELLING_MS = 250
const CHECK_MS = 1000

interface Clogged {
  told: boolean
  /** Bytes that the kernel had taken when it last took any, and when that was, in microseconds. */
  taken: number
  since: number
  stop: () => void
}

export interface BackpressureEvents {
  /** The producers have waited for this peer for a while. */
  blocked(peer: Peer): void
  unblocked(peer: Peer): void
  /** It took nothing for too long while the others waited. */
  tooSlow(peer: Peer): void
  /** Who may be read has changed. */
  changed(): void
}

export class Backpressure {
  readonly #clock: Clock
  readonly #slowMs: number
  readonly #events: BackpressureEvents
  readonly #clogged = new Map<Peer, Clogged>()

  constructor(clock: Clock, slowMs: number, events: BackpressureEvents) {
    this.#clock = clock
    this.#slowMs = slowMs
    this.#events = events
  }

  /** Whether the bytes of this peer have a receiver that cannot take them now. */
  holds(peer: Peer): boolean {
    return this.#clogged.size > (this.#clogged.has(peer) ? 1 : 0)
  }

  /** Some queue is nearly full: `sendall` to it would block. */
  get blocksSending(): boolean {
    return this.#clogged.size > 0
  }

  /** Looks at a queue after a write. */
  wrote(peer: Peer): void {
    if (peer.connection.queued < HIGH_WATER || this.#clogged.has(peer)) return
    const entry: Clogged = { told: false, taken: peer.connection.taken, since: this.#clock.micros(), stop: () => {} }
    entry.stop = this.#clock.after(WORTH_TELLING_MS, () => {
      entry.told = true
      this.#events.blocked(peer)
      this.#watch(peer)
    })
    this.#clogged.set(peer, entry)
    this.#events.changed()
  }

  /** The queue has room again, or the peer has gone. */
  cleared(peer: Peer): void {
    const entry = this.#clogged.get(peer)
    if (!entry) return
    entry.stop()
    this.#clogged.delete(peer)
    if (entry.told) this.#events.unblocked(peer)
    this.#events.changed()
  }

  #watch(peer: Peer): void {
    const entry = this.#clogged.get(peer)
    if (!entry) return
    const { taken } = peer.connection
    if (taken !== entry.taken) Object.assign(entry, { taken, since: this.#clock.micros() })
    const idle = (this.#clock.micros() - entry.since) / 1000
    if (idle >= this.#slowMs) this.#events.tooSlow(peer)
    else entry.stop = this.#clock.after(Math.min(CHECK_MS, this.#slowMs - idle + 1), () => this.#watch(peer))
  }
}
