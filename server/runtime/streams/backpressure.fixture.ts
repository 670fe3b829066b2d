/** Backpressure with receivers that take what a test says, and a clock that it turns. */
import type { Sending } from '#shared/model/traits.ts'
import { ManualClock } from '../../core/clock.ts'
import { Backpressure } from './backpressure.ts'
import type { Peer } from './peer.ts'

/** All that backpressure looks at in a peer. */
export interface Receiver {
  id: number
  takenAt: number | null
  ending: string | null
  connection: { queued: number; taken: number; canSend: boolean }
}
export const receiver = (id: number): Receiver => ({
  id,
  takenAt: null,
  ending: null,
  connection: { queued: 0, taken: 0, canSend: true },
})
export const asPeer = (one: Receiver) => one as unknown as Peer

export class Room {
  readonly clock = new ManualClock()
  readonly told: string[] = []
  readonly backpressure: Backpressure
  changes = 0

  constructor(sending: Sending, slowMs = 10_000) {
    const tell = (word: string) => (one: { peer: Peer; senders: readonly number[] | null }) =>
      void this.told.push(`${word} ${one.peer.id}: ${one.senders?.join(' ') ?? 'program'}`)
    this.backpressure = new Backpressure({
      clock: this.clock,
      now: () => this.clock.micros(),
      sending,
      slowMs,
      events: {
        blocked: tell('blocked by'),
        unblocked: (one, lost) => tell(lost ? 'lost' : 'unblocked by')(one),
        tooSlow: (peer) => void this.told.push(`too slow ${peer.id}`),
        changed: () => void this.changes++,
        moved() {},
      },
    })
  }

  /** So many bytes of a sender are written to a receiver that takes none of them. */
  fill(to: Receiver, from: number, bytes: number): void {
    if (from !== to.id && to.connection.canSend) to.connection.queued += bytes
    this.backpressure.wrote(asPeer(to), [{ from, bytes: new Uint8Array(bytes) }])
  }

  /** The kernel takes so many of those that wait. */
  take(from: Receiver, bytes: number): void {
    const taken = Math.min(bytes, from.connection.queued)
    from.connection.queued -= taken
    from.connection.taken += taken
    this.backpressure.took(asPeer(from))
  }

  paused(...ids: number[]): boolean[] {
    return ids.map((id) => this.backpressure.holds(id))
  }
}
