/**
 * Where sockets are born: dialled or accepted, plain or secured. No other module of the lab makes one (`eslint.config.js`).
 * Counterparts: `core/own.ts`; `tcp.ts`, `tls.ts` and `unix.ts`, which say what for; `stream.ts`, which does the traffic.
 * Invariants: from its birth to its end a socket has a listener for `error`, whatever awaits what meanwhile; its two ends are
 * read while it surely has them, and never again; an error is the end of it.
 */
import { connect, createServer, type Server, type ServerOpts, type Socket, type TcpNetConnectOpts } from 'node:net'
import * as tls from 'node:tls'
import type { Descriptors, Part } from '../admission/descriptors.ts'
import type { End } from '../core/ends.ts'
import { own, type Fate } from '../core/own.ts'
import type { Ticket } from '../admission/places.ts'
import { unmapped } from '#shared/net/address.ts'
import { LabError } from '../core/errors.ts'

const DIAL_MS = 5000

/** Bytes that a paused socket may take into the process ahead of its reader: what is not read stays in the kernel. */
const NOTHING_AHEAD = 0

const READING = { highWaterMark: NOTHING_AHEAD, pauseOnConnect: true, allowHalfOpen: true }

/** A socket with what is known of it for good. */
export interface Owned<S extends Socket = Socket> {
  readonly socket: S
  /** Both are empty, and 0, for a unix socket, and for a peer that was gone before anybody could ask (getpeername(2): ENOTCONN). */
  readonly remote: End
  readonly local: End
  readonly fate: Fate & { gone: boolean }
  /** The TCP connection below one of TLS. */
  readonly carrier: Socket | null
}

/** Where to connect: an address, or the path of a unix socket. */
export type Target = { readonly host: string; readonly port: number } | { readonly path: string }

export interface AcceptHandlers {
  accepted(socket: Owned): void
  /** No descriptor was left for it; it is closed. */
  dropped(remote: End): void
}

/** A server of plain sockets, whose own errors (accept(2) failing once, e.g. ECONNABORTED) end nothing. */
export function plainServer(options: ServerOpts, descriptors: Descriptors, handlers: AcceptHandlers): Server {
  const server = createServer({ ...options, ...READING })
  own(server)
  return server.on('connection', (socket) => {
    const owned = letIn(socket, descriptors, handlers)
    if (owned) handlers.accepted(owned)
  })
}

/**
 * Gives an accepted socket its place, or closes it: without a budget, running out of descriptors would close it without any
 * event.
 */
function letIn(socket: Socket, descriptors: Descriptors, { dropped }: AcceptHandlers): Owned | null {
  const owned = ownSocket(socket)
  const place = descriptors.accepted(owned.remote, owned.local)
  if (place) socket.once('close', () => place.giveBack())
  else {
    socket.destroy()
    dropped(owned.remote)
  }
  return place && owned
}

export interface SecureHandlers extends AcceptHandlers {
  /** A handshake came to nothing; `remote` is who began it. The socket is gone. */
  failed(remote: End, error: NodeJS.ErrnoException): void
}

export interface SecureServer {
  readonly server: tls.Server
  /** Gives up the handshakes that are under way: nobody waits for those who are slow about it, or gone unseen. */
  endHandshakes(): void
}

/** A server of TLS, likewise. */
export function secureServer(
  options: ServerOpts & tls.TlsOptions,
  descriptors: Descriptors,
  handlers: SecureHandlers,
): SecureServer {
  const server = tls.createServer({ ...options, ...READING })
  own(server)
  const carriers = new WeakMap<Socket, Owned>()
  /** Connections whose handshake is not done. */
  const shaking = new Set<Socket>()
  /** The connection below one whose handshake is over. */
  const carrierOf = ({ _parent }: Carried): Owned | undefined => {
    if (!_parent) return undefined
    shaking.delete(_parent)
    return carriers.get(_parent)
  }
  // Node's own, which begins the handshake: who has no place shakes no hands.
  const begin = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const owned = letIn(socket, descriptors, handlers)
    if (!owned) return
    carriers.set(socket, owned)
    shaking.add(socket)
    socket.once('close', () => shaking.delete(socket))
    for (const listener of begin) listener.call(server, socket)
  })
  server.on('secureConnection', (socket: Carried) => handlers.accepted(ownSocket(socket, carrierOf(socket))))
  // Until then Node listens itself, and tells of it here.
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Carried) => {
    const { remote } = ownSocket(socket, carrierOf(socket))
    socket.destroy()
    handlers.failed(remote, error)
  })
  const endHandshakes = (): void => {
    // Not from within a callback of the TLS layer (`stream.ts`, reset).
    for (const socket of shaking) setImmediate(() => socket.destroy())
  }
  return { server, endHandshakes }
}

/** The TCP connection below: not documented, and the only way to it once the peer's address is gone. RST is its affair. */
type Carried = tls.TLSSocket & { _parent?: Socket }

/**
 * Connects within 5 s. Rejects with `connection-failed`, and with `no-descriptors` for a page; nothing is left open then.
 * @param part whose descriptor it is. One of a page leads to a listener of this process, and brings the place of its other
 * end along.
 */
export async function dial(
  target: Target,
  descriptors: Descriptors,
  part: Part = 'programs',
  options: Partial<TcpNetConnectOpts> = {},
): Promise<Owned> {
  const [place, other] = placesFor(target, descriptors, part)
  const all = { ...options, ...target, allowHalfOpen: true, readableHighWaterMark: NOTHING_AHEAD }
  const dialled = ownSocket(connect(all))
  dialled.socket.once('close', () => place.giveBack())
  if (other) announce(dialled.socket, 'port' in target ? target.port : 0, descriptors, other)
  // Now, and not when somebody has awaited it: a peer that resets at once takes the addresses with it.
  return within(dialled, 'connect', target, () => ({ ...dialled, ...endsOf(dialled.socket) }))
}

function placesFor(target: Target, descriptors: Descriptors, part: Part): [Ticket, Ticket?] {
  const place = descriptors.take(part)
  if (part === 'programs') {
    if (!place) throw refusal(target, 'EMFILE')
    return [place]
  }
  const other = descriptors.take(part)
  if (place && other) return [place, other]
  place?.giveBack()
  throw new LabError('no-descriptors', { limit: descriptors.all })
}

/**
 * Has the listener know a connection of this process by the port that connect(2) gave it, before it is accepted. One that got
 * none will never be accepted, or has no ports: it keeps the place until it closes.
 */
function announce(socket: WithHandle, to: number, descriptors: Descriptors, place: Ticket): void {
  // Node calls connect(2) in the next tick, and tells of the port only when the connection stands.
  process.nextTick(() => {
    const local: { address?: string; port?: number } = {}
    socket._handle?.getsockname?.(local)
    const { address = '', port = 0 } = local
    const over = port > 0 && descriptors.promise({ host: unmapped(address), port }, { port: to }, place)
    socket.once('close', over || (() => place.giveBack()))
  })
}

/** What Node keeps below a socket; not documented. */
type WithHandle = Socket & { _handle?: { getsockname?(into: object): unknown } | null }

/** Shakes hands over a connected socket within 5 s. Rejects likewise, also where that socket has gone meanwhile. */
export async function secure(carrier: Owned, target: End, authority: string): Promise<Owned> {
  // Node would wrap what is left of it as if it were no socket at all, and wait.
  if (carrier.socket.destroyed) throw refusal(target, carrier.fate.errno)
  const { socket } = carrier
  const options: tls.ConnectionOptions & { allowHalfOpen: boolean } = {
    socket,
    host: target.host,
    ca: authority,
    allowHalfOpen: true,
  }
  const secured = ownSocket(tls.connect(options), carrier)
  return within(secured, 'secureConnect', target, () => secured)
}

/** Resolves at the event to what `ready` gives at that very moment. */
function within(
  { socket, fate }: Owned,
  event: 'connect' | 'secureConnect',
  target: Target,
  ready: () => Owned,
): Promise<Owned> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(refusal(target, fate.errno))
    const expire = (): void => {
      fate.errno ??= 'ETIMEDOUT'
      socket.destroy()
    }
    socket.setTimeout(DIAL_MS, expire)
    socket.once('close', gone)
    socket.once(event, () => {
      socket.setTimeout(0)
      socket.off('timeout', expire)
      socket.off('close', gone)
      resolve(ready())
    })
  })
}

/** @param carrier whose ends are those of the socket as well */
function ownSocket<S extends Socket>(socket: S, carrier?: Owned): Owned<S> {
  const fate = Object.assign(own(socket), { gone: false })
  socket.once('close', () => (fate.gone = true))
  // The TLS layer tells of a broken record and leaves the connection open.
  socket.on('error', () => socket.destroy())
  const { remote, local } = carrier ?? endsOf(socket)
  return { socket, remote, local, fate, carrier: carrier?.socket ?? null }
}

/** The ends that a socket has now. */
function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): Pick<Owned, 'remote' | 'local'> {
  return {
    remote: { host: unmapped(remoteAddress ?? ''), port: remotePort ?? 0 },
    local: { host: unmapped(localAddress ?? ''), port: localPort ?? 0 },
  }
}

/** @param errno null where it went without an error: the peer closed in the middle of it */
function refusal(target: Target, errno: string | null): LabError {
  const { host, port } = 'path' in target ? { host: target.path, port: 0 } : target
  return new LabError('connection-failed', { host, port, errno: errno ?? 'ECONNRESET' })
}
