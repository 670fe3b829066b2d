/**
 * What the runtime asks of a transport: listeners and connections. Counterparts: `tcp.ts`, `tls.ts`, `unix.ts`; all of
 * them pass `stream.suite.ts`.
 *
 * Duties of every adapter:
 * - A connection MUST NOT be read before `resume`, nor after `pause`: its bytes stay in the kernel. (TLS: what one read of
 *   the kernel had brought is decrypted as a whole, so that at most 64 KiB may wait in the process.)
 * - `send` MUST keep order and MUST NOT block; what the kernel does not take waits, and counts in `queued`.
 * - `read`, `ended`, `closed` MUST come in this order; `closed` exactly once, whatever ended the connection.
 * - An error at whatever moment MUST be told to whoever has the connection, or to nobody: never is it one that nobody handles.
 *   `closed` MUST NOT come within the call of `handle`, and the addresses are known after the peer has gone.
 * - After the peer's FIN the connection MUST still send (RFC 9293, 3.6: half-closed).
 */
import type { Part } from '../admission/descriptors.ts'
import type { EventOf } from '#shared/protocol/events.ts'
import type { Listener, PortAddress, Transport, UnixAddress } from '#shared/protocol/model.ts'

export interface ConnectionHandlers {
  /** What one read returned. The bytes are the handler's to keep. */
  read(chunk: Uint8Array): void
  /** The peer sent FIN. */
  ended(): void
  /** The connection is gone. `errno` names the error that ended it; `unsent` bytes never left. */
  closed(errno: string | null, unsent: number): void
  /** The process that reads in our stead died before the stream ended, and how. */
  readerDied(how: string): void
  /** The kernel has taken bytes that had waited: `queued` is lower than before. */
  took(): void
}

export interface Connection {
  readonly via: Transport
  /** Number of the listener it came by, which the runtime notes here; null where it was dialled. */
  listener: number | null
  /** Address and port of the peer, taken at accept: the system forgets them at close. Empty and 0 for unix. */
  readonly remote: { readonly host: string; readonly port: number }
  /** For unix the path of the listener, and 0. */
  readonly local: { readonly host: string; readonly port: number }
  /** Bytes that wait for the kernel. */
  readonly queued: number
  /** Bytes that the kernel has taken so far: grows while the peer makes progress. */
  readonly taken: number
  /** Whether `send` would take bytes. */
  readonly canSend: boolean
  /** Must be called once, before `resume`. */
  handle(handlers: ConnectionHandlers): void
  resume(): void
  pause(): void
  /**
   * Has a process of its own read the connection from now on, as the child of a fork does; this one writes, and never
   * reads it again. Resolves to the process id once that process is ready; it reads from the next `resume` on, and what it
   * reads comes by the same handlers. Must be called while paused: nothing is read meanwhile. Rejects when no process can
   * be had, or when the connection has gone before.
   * @param gone called when no process is left of it, also where none could be had
   */
  readInChild(gone?: () => void): Promise<number>
  /** False when the connection can send no more, and the bytes were not taken. */
  send(bytes: Uint8Array): boolean
  /** FIN after what is queued; receiving goes on. */
  finish(): void
  /** close(2) after what is queued. */
  close(): void
  /** close(2) at once: what is queued here is dropped, what the kernel has is sent, then FIN. */
  abandon(): void
  /** RST at once, where the transport knows it. */
  reset(): void
  /** Whether RST was really sent: not by unix, nor by TLS that was held up in its own close_notify. */
  readonly wasReset: boolean
}

/** An address as it is really bound; its number in the run is the runtime's affair. */
export type BoundListener = Omit<Listener, 'number'>

/** What an endpoint is told to listen on: a host is resolved, a path is absolute. */
export type BindAddress =
  | (Pick<PortAddress, 'transport' | 'port'> & { readonly host: string; readonly ipv6Only?: boolean })
  | (Pick<UnixAddress, 'transport' | 'path'> & { readonly mode?: number })

/** Why a connection never came to be one for the program. */
export type Refusal = EventOf<'refused'>['reason']

export interface OpenListener {
  readonly bound: BoundListener
  /** Stops accepting; connections live on. */
  close(): Promise<void>
}

export interface ListenHandlers {
  /** A connection is established. It is paused. */
  connected(connection: Connection): void
  /** A connection from this address came to nothing: no descriptor was left, or its TLS handshake failed. */
  dropped(address: string, why: Refusal, errno?: string): void
}

/** A transport. `listen` and `dial` reject with a LabError whose code tells why. */
export interface Endpoint {
  listen(address: BindAddress, handlers: ListenHandlers): Promise<OpenListener>
  /**
   * Connects within 5 s. For unix, `host` is the path and the port is not looked at.
   * @param part whose descriptors it takes, a program's where absent; a page's are those of both ends, since it leads to a
   * listener of this process
   */
  dial(host: string, port: number, part?: Part): Promise<Connection>
}

/** Bytes that somebody who sends by himself leaves in a send queue at most: a web participant. */
export const HIGH_WATER = 786_432
/** Bytes below which a program that sends a file gives more of it. */
export const LOW_WATER = 262_144
