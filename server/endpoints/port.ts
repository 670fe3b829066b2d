/**
 * What the runtime asks of a transport: listeners and connections. Counterparts: `tcp.ts` and those to come; all of
 * them pass `contract.ts`.
 *
 * Duties of every adapter:
 * - A connection MUST NOT be read before `resume`, nor after `pause`: its bytes stay in the kernel.
 * - `send` MUST keep order and MUST NOT block; what the kernel does not take waits, and counts in `queued`.
 * - `read`, `ended`, `closed` MUST come in this order; `closed` exactly once, whatever ended the connection.
 * - After the peer's FIN the connection MUST still send (RFC 9293, 3.6: half-closed).
 */
import type { Door, ListenAddress, Transport } from '../wire/model.ts'

export interface ConnectionHandlers {
  /** What one read returned. The bytes are the handler's to keep. */
  read(chunk: Uint8Array): void
  /** The peer sent FIN. */
  ended(): void
  /** The connection is gone. `errno` names the error that ended it; `unsent` bytes never left. */
  closed(errno: string | null, unsent: number): void
  /** The process that reads in our stead died before the stream ended, and how. */
  readerDied(how: string): void
  /** `queued` has fallen below LOW_WATER after it had reached HIGH_WATER. */
  room(): void
}

export interface Connection {
  readonly via: Transport
  /** Address and port of the peer, taken at accept: the system forgets them at close. */
  readonly remote: { readonly host: string; readonly port: number }
  readonly local: { readonly host: string; readonly port: number }
  /** Bytes that wait for the kernel. */
  readonly queued: number
  /** Bytes that the kernel has taken so far: grows while the peer makes progress. */
  readonly taken: number
  /** Must be called once, before `resume`. */
  handle(handlers: ConnectionHandlers): void
  resume(): void
  pause(): void
  /**
   * Has a process of its own read the connection from now on, as the child of a fork does; this one writes, and never
   * reads it again. Resolves to the process id once that process is ready; it reads from the next `resume` on, and what it
   * reads comes by the same handlers. Must be called while paused: nothing is read meanwhile. Rejects when no process can
   * be had, or when the connection has gone before.
   */
  readInChild(): Promise<number>
  /** False when the connection can send no more, and the bytes were not taken. */
  send(bytes: Uint8Array): boolean
  /** FIN after what is queued; receiving goes on. */
  finish(): void
  /** close(2) after what is queued. */
  close(): void
  /** RST at once. */
  reset(): void
}

export interface Listener {
  readonly door: Door
  /** Stops accepting; connections live on. */
  close(): Promise<void>
}

export interface ListenHandlers {
  /** A connection is established. It is paused. */
  connected(connection: Connection): void
  /** The system had no descriptor left for a connection from this address. */
  dropped(address: string): void
}

/** A transport. `listen` and `dial` reject with a LabError whose code tells why. */
export interface Endpoint {
  listen(address: Required<ListenAddress>, handlers: ListenHandlers): Promise<Listener>
  /** Connects within 5 s. */
  dial(host: string, port: number): Promise<Connection>
}

/** Bytes of a send queue beyond which producers wait: 75 % of 1 MiB. */
export const HIGH_WATER = 786_432
/** Bytes below which they go on. */
export const LOW_WATER = 262_144
/** Bytes that a send queue never exceeds: beyond, the connection is reset. */
export const HARD_LIMIT = 1_048_576
