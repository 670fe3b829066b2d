/**
 * Bounds how long a connection may take to send the headers of a request. Counterparts: `input.ts`, which tells what comes;
 * `time-outs.ts`, for bodies.
 * Invariant: only the peer's slowness counts. Node's own time-out counts the wait for a turn as well, and a whole request that
 * the lab had not yet read would be answered by 408.
 */
import type { Socket } from 'node:net'
import type { Clock } from '../../core/clock.ts'

export const HEADERS_MS = 10_000
/** What has come waits for its turn: looked at again after so long. */
const AGAIN_MS = 1000

interface Connection {
  /** Stops the time-out; null where none runs. */
  stop: (() => void) | null
  /** A request has begun, and its headers are not whole. */
  begun: boolean
  /** A request is being answered. */
  underWay: boolean
}

export interface HeaderTimesParts {
  readonly clock: Clock
  /** Whether bytes of the peer wait in the lab to be parsed. */
  readonly waits: (socket: Socket) => boolean
  /** @param begun whether the peer has sent anything of the request */
  readonly expired: (socket: Socket, begun: boolean) => void
}

export class HeaderTimes {
  readonly #parts: HeaderTimesParts
  readonly #connections = new Map<Socket, Connection>()

  constructor(parts: HeaderTimesParts) {
    this.#parts = parts
  }

  opened(socket: Socket): void {
    const connection = { stop: null, begun: false, underWay: false }
    this.#connections.set(socket, connection)
    socket.once('close', () => this.left(socket))
    this.#start(socket, connection, HEADERS_MS)
  }

  /** Bytes of the peer are parsed. */
  bytes(socket: Socket): void {
    const connection = this.#connections.get(socket)
    if (!connection || connection.underWay) return
    connection.begun = true
    if (!connection.stop) this.#start(socket, connection, HEADERS_MS)
  }

  /** The headers are whole. */
  whole(socket: Socket): void {
    const connection = this.#connections.get(socket)
    if (!connection) return
    connection.underWay = true
    this.#stop(connection)
  }

  /** Its request has been answered: the next one may begin whenever it likes. */
  answered(socket: Socket): void {
    const connection = this.#connections.get(socket)
    if (connection) connection.underWay = connection.begun = false
  }

  /** No request is expected of it any more. */
  left(socket: Socket): void {
    const connection = this.#connections.get(socket)
    if (connection) this.#stop(connection)
    this.#connections.delete(socket)
  }

  #stop(connection: Connection): void {
    connection.stop?.()
    connection.stop = null
  }

  #start(socket: Socket, connection: Connection, ms: number): void {
    connection.stop = this.#parts.clock.after(ms, () => {
      // Of a process that stood still for a while the kernel has what came meanwhile: it is read before anything is decided. The
      // event loop polls between the two.
      setImmediate(() => setImmediate(() => this.#look(socket, connection)))
    })
  }

  #look(socket: Socket, connection: Connection): void {
    if (!connection.stop || this.#connections.get(socket) !== connection) return
    if (this.#parts.waits(socket)) return this.#start(socket, connection, AGAIN_MS)
    this.left(socket)
    this.#parts.expired(socket, connection.begun)
  }
}
