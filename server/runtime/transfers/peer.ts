/** What a transfer needs of its connection. Counterpart: `streams/peer.ts`, which has more. */
import type { Connection } from '../../endpoints/port.ts'
import type { Incoming } from '../../files/port.ts'

/** A file on its way to a peer. Counterpart: `outgoing.ts`. */
export interface Outgoing {
  /** The connection's queue is short again. */
  room(): void
}

export interface FilePeer {
  readonly id: number
  readonly connection: Connection
  readonly name: string
  readonly web: boolean
  /** Where its bytes go instead of into lines; null for lines. */
  incoming: Incoming | null
  /** The file that is being sent to it; null once all of it is with the connection. */
  outgoing: Outgoing | null
  /** Counts bytes read from it. */
  countSent(bytes: number, lines: number): void
  /** Hands its connection bytes to send, and counts them. */
  deliver(bytes: Uint8Array, lines: number): void
}
