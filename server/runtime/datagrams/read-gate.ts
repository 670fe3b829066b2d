/**
 * When the sockets of a run of datagrams are read: while the program calls recvfrom and nothing stands against it. Counterparts:
 * `datagram-run.ts`; `runtime/streams/read-gate.ts`, the same for connections.
 * Invariant: what the journal cannot take yet is not read, so that the kernel drops it and counts what it drops.
 */
import type { DatagramSocket } from '../../endpoints/datagram-port.ts'

/** Bytes that are read in one turn of the event loop. Node reads 32 datagrams of a socket in one at most. */
const MOST_A_TURN = 262_144
/** Events that may wait for the journal: an empty datagram has no bytes that would count there. */
const MOST_UNCOMMITTED = 20_000

type Reason = 'trouble' | 'journal-behind' | 'turn' | 'uncommitted' | 'stopping'

export class DatagramReadGate {
  readonly #sockets: readonly DatagramSocket[]
  readonly #uncommitted: () => number
  readonly #holds = new Set<Reason>()
  #wanted = false
  #thisTurn = 0

  /** @param uncommitted events that wait for the journal */
  constructor(sockets: readonly DatagramSocket[], uncommitted: () => number) {
    this.#sockets = sockets
    this.#uncommitted = uncommitted
  }

  /** The program calls recvfrom, and does so for ever. */
  begin(): void {
    this.#wanted = true
    this.#adjust()
  }

  /** A datagram of so many bytes was read. */
  came(bytes: number): void {
    this.#thisTurn += bytes
    if (this.#thisTurn >= MOST_A_TURN) this.hold('turn', true)
    if (this.#uncommitted() > MOST_UNCOMMITTED) this.hold('uncommitted', true)
  }

  hold(reason: Reason, on: boolean): void {
    if (this.#holds.has(reason) === on) return
    if (on) this.#holds.add(reason)
    else this.#holds.delete(reason)
    this.#adjust()
  }

  /** A turn of the event loop is over. True where it wants to be told of the next one's end as well. */
  turnOver(): boolean {
    this.#thisTurn = 0
    this.hold('turn', false)
    if (this.#uncommitted() < MOST_UNCOMMITTED / 2) this.hold('uncommitted', false)
    return this.#holds.has('uncommitted')
  }

  #adjust(): void {
    for (const socket of this.#sockets) {
      if (this.#wanted && this.#holds.size === 0) socket.resume()
      else socket.pause()
    }
  }
}
