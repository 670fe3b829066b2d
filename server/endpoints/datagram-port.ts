/**
 * What the runtime asks of a transport of datagrams. Counterparts: `udp.ts`; `port.ts`, the same for streams. The adapter
 * passes `datagram.suite.ts`.
 *
 * Duties of every adapter:
 * - A socket MUST NOT be read before `resume`, nor after `pause`, not even once more within the same turn of the event loop:
 *   what waits stays in the kernel, which drops what has no room there, and counts it.
 * - `received` MUST give one datagram whole, the empty one too, never two as one.
 * - `send` MUST resolve, never reject: to null, or to the name of the error that sendto(2) gave.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import type { Part } from '../admission/descriptors.ts'
import type { BoundListener } from './port.ts'

export interface DatagramHandlers {
  /** recvfrom returned one datagram. The bytes are the handler's to keep. */
  received(bytes: Uint8Array, from: SocketAddress): void
  /** An earlier datagram of a connected socket came to nothing: recv failed with this (ECONNREFUSED: ICMP said so). */
  failed(errno: string): void
}

export interface DatagramSocket {
  readonly local: SocketAddress
  /** SO_RCVBUF as the kernel tells it, bytes: Linux has doubled what was asked, for its own bookkeeping. */
  readonly receiveBuffer: number
  /** Must be called once, before `resume`. */
  handle(handlers: DatagramHandlers): void
  resume(): void
  pause(): void
  /** @param to null where the socket is connected */
  send(bytes: Uint8Array, to: SocketAddress | null): Promise<string | null>
  /** Resolves when the port is free again. What a `send` has not handed over yet fails with ECANCELED. */
  close(): Promise<void>
}

export interface DatagramEndpoint {
  /**
   * Binds a socket to an address; port 0 is any free one. Rejects with a LabError (`port-in-use`, `port-denied`,
   * `address-unavailable`, `no-descriptors`).
   * @param receiveBuffer SO_RCVBUF to ask for, bytes; 0 leaves it to the system
   */
  bind(address: SocketAddress, receiveBuffer?: number): Promise<DatagramSocket>
  /** Binds a socket to any free port of `from`, and connects it: it sends to and hears from `to` alone. Rejects likewise. @param part whose descriptor it takes, a program's where absent */
  connect(from: string, to: SocketAddress, part?: Part): Promise<DatagramSocket>
  /** The socket as a listener of a run. */
  listenerOf(socket: DatagramSocket): BoundListener
}
