/**
 * Reads the sockets of a run of datagrams while the program calls recvfrom and nothing pauses it. Counterparts:
 * `datagram-run.ts`; `runtime/streams/read-gate.ts`, the same for connections.
 * Invariant: while the journal is behind nothing is read, so that the kernel drops datagrams and counts them.
 */
import type { DatagramSocket } from '../../endpoints/datagram-port.ts'

/** Bytes read in one turn of the event loop. Node reads at most 32 datagrams of a socket a turn. */
const MOST_A_TURN = 262_144
/** Events that may wait for the journal: an empty datagram counts no bytes there. */
const MOST_UNCOMMITTED = 20_000

type Reason = 'trouble' | 'freeze' | 'journal-behind' | 'turn' | 'uncommitted' | 'stopping'

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

  /** The program calls recvfrom, from now on for ever. */
  begin(): void {
    this.#wanted = true
    this.#adjust()
  }

  /** Counts a datagram read, in bytes. */
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

  /** Ends a turn of the event loop. True to be called at the end of the next one too. */
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
