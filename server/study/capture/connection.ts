/**
 * One TCP connection as the segments that its bytes may have come in (RFC 9293): each is acknowledged at once, so that whoever reads
 * the file finds nothing lost, repeated or beyond the window. Pure. Counterpart: `../export/pcapng.ts`, which tells it what
 * the journal knows: bytes, FIN, RST.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import { FLAG, tcpPacket } from './packets.ts'

/** Which end: `peer`, the participant; `program`. */
export type End = 'peer' | 'program'

const other = (end: End): End => (end === 'peer' ? 'program' : 'peer')
/** Below the window, so that nobody waits for it, and no IP packet is too long. */
export const SEGMENT_BYTES = 16_384
const NOTHING = new Uint8Array()
/** Sequence numbers begin here: a made-up one that is easily seen. */
const FIRST = { peer: 1000, program: 5000 } as const

export class Connection {
  readonly #addresses: Record<End, SocketAddress>
  readonly #next: Record<End, number> = { ...FIRST }
  readonly #ended = { peer: false, program: false }
  #over = false

  constructor(addresses: Record<End, SocketAddress>) {
    this.#addresses = addresses
  }

  /** The handshake. @param by who called connect */
  opened(by: End): Buffer[] {
    const to = other(by)
    return [
      this.#segment(by, FLAG.syn, NOTHING, 1),
      this.#segment(to, FLAG.syn | FLAG.ack, NOTHING, 1),
      this.#segment(by, FLAG.ack, NOTHING, 0),
    ]
  }

  /** Bytes; none where this end has sent FIN, or there is no connection any more. */
  bytes(from: End, data: Uint8Array): Buffer[] {
    if (this.#over || this.#ended[from]) return []
    const packets: Buffer[] = []
    for (let at = 0; at < data.length; at += SEGMENT_BYTES) {
      const part = data.subarray(at, at + SEGMENT_BYTES)
      packets.push(this.#segment(from, FLAG.psh | FLAG.ack, part, part.length), this.#acknowledged(from))
    }
    return packets
  }

  fin(from: End): Buffer[] {
    if (this.#over || this.#ended[from]) return []
    this.#ended[from] = true
    return [this.#segment(from, FLAG.fin | FLAG.ack, NOTHING, 1), this.#acknowledged(from)]
  }

  rst(from: End): Buffer[] {
    if (this.#over || (this.#ended.peer && this.#ended.program)) return []
    this.#over = true
    return [this.#segment(from, FLAG.rst | FLAG.ack, NOTHING, 0)]
  }

  #acknowledged = (from: End): Buffer => this.#segment(other(from), FLAG.ack, NOTHING, 0)

  #segment(from: End, flags: number, data: Uint8Array, takes: number): Buffer {
    const to = other(from)
    const segment = { from: this.#addresses[from], to: this.#addresses[to], seq: this.#next[from], flags, data }
    this.#next[from] += takes
    return tcpPacket({ ...segment, ack: flags & FLAG.ack ? this.#next[to] : 0 })
  }
}
