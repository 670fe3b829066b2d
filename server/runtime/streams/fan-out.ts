/**
 * Carries lines to their receivers: at the end of each turn of the event loop one write a receiver, with backpressure.
 * Counterparts: `write-batch.ts`, which collects; `backpressure.ts`, which watches the queues; `stream-run.ts`, which decides.
 * Invariant: bytes leave in the order in which they were handed over, whatever their audience.
 */
import type { Released } from '../../core/line-framer.ts'
import type { Flow } from './backpressure.ts'
import type { Member } from './peer.ts'
import type { Members } from './peers.ts'
import { FLUSH_AT, Outbox } from './write-batch.ts'

export class Delivery {
  readonly #outbox = new Outbox()
  readonly #members: Members
  readonly #flow: Flow

  constructor(members: Members, flow: Flow) {
    this.#members = members
    this.#flow = flow
  }

  /** To everybody present but the sender, at the end of the turn. */
  toOthers(from: number, { bytes, lines }: Released): void {
    this.#outbox.add(from, bytes, lines)
    if (this.#outbox.bytes >= FLUSH_AT) this.flush()
  }

  /** To these participants, at once. */
  to(ids: readonly number[], { bytes, lines }: Released): void {
    this.flush()
    for (const member of ids.map((id) => this.#members.get(id))) {
      member?.deliver(bytes, lines)
      if (member) this.#flow.wrote(member)
    }
  }

  /** Writes what waits: at the end of a turn, and before anything that changes who receives. */
  flush(): void {
    if (this.#outbox.bytes === 0) return
    const present: Member[] = this.#members.present
    this.#outbox.flush(present)
    for (const member of present) this.#flow.wrote(member)
  }
}
