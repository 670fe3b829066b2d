/**
 * Carries lines to their receivers: at the end of each turn of the event loop one write a receiver, with backpressure.
 * Counterparts: `write-batch.ts`, which collects; `backpressure.ts`, which watches the queues; `stream-run.ts`, which decides.
 * Invariant: bytes leave in the order in which they were handed over, whatever their audience.
 */
import type { Released } from '../../core/line-framer.ts'
import type { Backpressure } from './backpressure.ts'
import type { Peer } from './peer.ts'
import type { Peers } from './peers.ts'
import { FLUSH_AT, WriteBatch } from './write-batch.ts'

export class FanOut {
  readonly #batch = new WriteBatch()
  readonly #peers: Peers
  readonly #backpressure: Backpressure

  constructor(peers: Peers, backpressure: Backpressure) {
    this.#peers = peers
    this.#backpressure = backpressure
  }

  /** To everybody present but the sender, at the end of the turn. */
  toOthers(from: number, { bytes, lines }: Released): void {
    this.#batch.add(from, bytes, lines)
    if (this.#batch.bytes >= FLUSH_AT) this.flush()
  }

  /** To these participants, at once. */
  to(ids: readonly number[], from: number, { bytes, lines }: Released): void {
    this.flush()
    const segments = [{ from, bytes, lines }]
    for (const peer of ids.map((id) => this.#peers.get(id))) {
      peer?.deliver(bytes, lines)
      if (peer) this.#backpressure.wrote(peer, segments)
    }
  }

  /** Writes what waits: at the end of a turn, and before anything that changes who receives. */
  flush(): void {
    if (this.#batch.bytes === 0) return
    const present: Peer[] = this.#peers.present
    const segments = this.#batch.flush(present)
    for (const peer of present) this.#backpressure.wrote(peer, segments)
  }
}
