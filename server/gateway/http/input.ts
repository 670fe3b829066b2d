/**
 * Limits the speed of Node's HTTP server: parses what a connection sends in small pieces, queues new requests in
 * `gateway/turns/turns.ts`, and allows one request under way a connection. Counterparts: Node's parser; `app.ts`, whose
 * handler answers; `guard.ts`, which is asked first.
 * Invariants: a second request before the first one's answer ends the connection (RFC 9112, 9.3.2, lets a client
 * pipeline; browsers do not), and so does whatever else follows a request; what is no request is answered like one that is
 * refused, and never where an answer to another is expected.
 */
import { EventEmitter } from 'node:events'
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../../core/clock.ts'
import { LabError } from '../../core/errors.ts'
import type { ConnectionPlaces } from './connection-places.ts'
import type { Guard } from './guard.ts'
import { HEADERS_MS, HeaderTimes } from './header-times.ts'
import { pageServer, type PageIdentity } from './page-server.ts'
import { HTTP_CHEAP_MS, HTTP_LARGEST_PIECE, HTTP_PIECE, PORTION_MS } from '../turns/limits.ts'
import { SocketInput } from '../turns/socket-input.ts'
import type { Turns } from '../turns/turns.ts'
import { refuse, refuseConnection, refusePlain } from './refusals.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface HttpInputParts {
  readonly turns: Turns
  readonly places: ConnectionPlaces
  readonly clock: Clock
  readonly guard: Guard
  /** Paths of `--public` addresses, which a proxy may leave before those of the lab. */
  readonly prefixes: readonly string[]
  /** What the port shows over TLS; plain HTTP where absent. */
  readonly identity?: PageIdentity | null
  /** The error of what is no request; `detail` says what is wrong with it. */
  readonly malformed: (detail: string) => LabError
}

const WEBSOCKET_PATH = '/api/ws'
/** Bytes of a request's headers, its line included. */
const MAX_HEADERS = 16_384
const KEEP_ALIVE_MS = 72_000

export class HttpInput {
  /** Emits `upgrade` as a server would, when its turn comes. */
  readonly upgrades = new EventEmitter()
  readonly #parts: HttpInputParts
  readonly #times: HeaderTimes
  /** Connections with an unanswered request. */
  readonly #underWay = new Map<Socket, IncomingMessage>()
  readonly #paced = new WeakMap<Socket, Paced>()
  readonly #sockets = new Set<Socket>()

  constructor(parts: HttpInputParts) {
    this.#parts = parts
    this.#times = new HeaderTimes({
      clock: parts.clock,
      waits: (socket) => this.#paced.get(socket)?.input.waits === true,
      expired: (socket, begun) => {
        // Who has said nothing expects no answer, and would take it for that to a request that it is just sending.
        if (begun) this.#refuseConnection(socket, new LabError('request-timeout', { seconds: HEADERS_MS / 1000 }))
        else socket.destroy()
      },
    })
  }

  server(options: ServerOptions, handler: Handler): Server {
    const server = pageServer(
      {
        // Node's own times count the wait for a turn as well; its parser would answer a request without Host on its own.
        ...{ headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEADERS },
        requireHostHeader: false,
        shouldUpgradeCallback: isForWebSocket,
        ...options,
      },
      this.#parts.identity ?? null,
      {
        letIn: (carrier) => this.#letIn(carrier),
        opened: (socket, carrier) => this.#opened(socket, carrier),
        ready: (socket) => this.#ready(socket),
        plain: (carrier) => refusePlain(carrier, this.#parts.clock),
      },
      (request, response) => this.#begin(request, response, handler),
    )
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      this.#begin(request, response, (asked, answer) => {
        answer.writeContinue()
        handler(asked, answer)
      })
    })
    server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
      this.#begin(request, response, () => this.#refuse(request, response, new LabError('expectation-failed')))
    })
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => this.#broken(error, socket))
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      this.#upgrade(request, socket, head)
    })
    // Node closes a connection that asks for a tunnel without a word where nobody listens.
    server.on('connect', (request: IncomingMessage, socket: Socket) => this.#tunnel(request, socket))
    return server
  }

  /** Ends every connection: idle, half read, in the middle of an answer or of an upgrade. Node knows no more of the last. */
  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #letIn(carrier: Socket): boolean {
    const place = this.#parts.places.letIn(carrier)
    if (place) this.#keep(carrier)
    return place
  }

  #opened(socket: Socket, carrier: Socket): void {
    if (socket === carrier) return
    this.#parts.places.carries(carrier, socket)
    this.#keep(socket)
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      this.#underWay.delete(socket)
    })
  }

  #ready(socket: Socket): void {
    this.#times.opened(socket)
    const parsing: Parsing = {
      parsed: () => this.#times.bytes(socket),
      underWay: () => this.#underWay.has(socket),
    }
    this.#paced.set(socket, pace(socket, this.#parts.turns, parsing))
  }

  #begin(request: IncomingMessage, response: ServerResponse, handler: Handler): void {
    const { socket } = request
    if (this.#underWay.has(socket)) return void socket.destroy()
    this.#stripPrefix(request)
    this.#underWay.set(socket, request)
    this.#times.whole(socket)
    this.#parts.places.busy(socket)
    response.once('close', () => {
      this.#underWay.delete(socket)
      this.#times.answered(socket)
      this.#parts.places.idle(socket)
    })
    const refusal = this.#parts.guard(request)
    this.#parts.turns.ask(() => {
      // What came behind it has broken the connection meanwhile.
      if (socket.destroyed || socket.writableEnded) return
      if (refusal) this.#refuse(request, response, refusal)
      else handler(request, response)
    })
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    this.#paced.get(socket)?.leave()
    this.#times.left(socket)
    this.#parts.places.upgraded(socket)
    if (this.#underWay.has(socket)) return void socket.destroy()
    this.#stripPrefix(request)
    const path = request.url ?? ''
    const here = isForWebSocket(request) && path.split('?', 1)[0]!.replace(/\/$/, '') === WEBSOCKET_PATH
    const refusal =
      this.#parts.guard(request) ?? (here ? null : new LabError('not-a-websocket', { path: path.slice(0, 100) }))
    if (refusal) return refuseConnection(socket, refusal, this.#parts.clock)
    this.#parts.turns.ask(() => {
      if (!socket.destroyed) this.upgrades.emit('upgrade', request, socket, head)
    })
  }

  #tunnel(request: IncomingMessage, socket: Socket): void {
    if (this.#underWay.has(socket)) return void socket.destroy()
    const path = (request.url ?? '').slice(0, 100)
    const error = new LabError('method-not-allowed', { method: 'CONNECT', path, allowed: 'GET, HEAD, POST' })
    this.#refuseConnection(socket, this.#parts.guard(request) ?? error)
  }

  #stripPrefix(request: IncomingMessage): void {
    const { url = '' } = request
    const prefix = this.#parts.prefixes.find((one) => url === one || url.startsWith(`${one}/`))
    if (prefix !== undefined) request.url = url.slice(prefix.length) || '/'
  }

  /** What came cannot be parsed, or the connection is lost. */
  #broken(error: NodeJS.ErrnoException, socket: Socket): void {
    const request = this.#underWay.get(socket)
    // Behind a whole request its answer is expected, and nothing else; behind the begin of an answer, its rest.
    const answer = request === undefined || (!request.complete && !this.#isAnswered(socket))
    if (!answer || !socket.writable || !isOfParser(error)) return void socket.destroy()
    this.#refuseConnection(socket, this.#errorOf(error))
  }

  #isAnswered(socket: Socket & { _httpMessage?: { headersSent: boolean } | null }): boolean {
    return socket._httpMessage?.headersSent === true
  }

  #errorOf({ code, message }: NodeJS.ErrnoException): LabError {
    if (code === 'HPE_HEADER_OVERFLOW') return new LabError('headers-too-large', { limit: MAX_HEADERS })
    if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return new LabError('body-too-large', { limit: MAX_HEADERS })
    return this.#parts.malformed(message.replace(/^Parse Error: /, ''))
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: LabError): void {
    refuse(request, response, error, this.#parts.clock)
  }

  #refuseConnection(socket: Socket, error: LabError): void {
    this.#paced.get(socket)?.leave()
    this.#times.left(socket)
    refuseConnection(socket, error, this.#parts.clock)
  }
}

const isForWebSocket = ({ headers: { upgrade } }: IncomingMessage): boolean => /\bwebsocket\b/i.test(upgrade ?? '')
/** And not ECONNRESET or the like. */
const isOfParser = ({ code }: NodeJS.ErrnoException): boolean => code?.startsWith('HPE_') === true

interface Paced {
  readonly input: SocketInput
  /** Leaves the socket to others. */
  leave(): void
}

interface Parsing {
  /** Called before each piece. */
  parsed(): void
  /** Whether a request has begun and has no answer yet. */
  underWay(): boolean
}

/**
 * Parses a connection's bytes piece by piece. A request that begins ends the portion: nobody takes its body before its own turn, and
 * in chunks of a byte it is a hundred times as large in memory.
 */
function pace(socket: Socket, turns: Turns, { parsed, underWay }: Parsing): Paced {
  let rest: Buffer = Buffer.alloc(0)
  let left = false
  let size = HTTP_PIECE
  const input = new SocketInput(socket, turns, (bytes) => {
    let now = performance.now()
    const end = now + PORTION_MS
    let taken = 0
    while (taken < bytes.length && now < end) {
      // Node does not expect a further request before the previous answer has left.
      if (socket.writableNeedDrain) return { taken, until: 'told' }
      const piece = bytes.subarray(taken, taken + size)
      taken += piece.length
      rest = bytes.subarray(taken)
      parsed()
      const asked = underWay()
      input.handOn(piece)
      const before = now
      now = performance.now()
      size = now - before < HTTP_CHEAP_MS ? Math.min(2 * size, HTTP_LARGEST_PIECE) : HTTP_PIECE
      if (left || socket.destroyed || socket.isPaused() || (!asked && underWay())) break
    }
    return { taken, until: 'turn' }
  })
  const goOn = (): void => input.goOn()
  socket.on('drain', goOn)
  return {
    input,
    leave: () => {
      if (left) return
      left = true
      socket.off('drain', goOn)
      input.release(rest)
    },
  }
}
