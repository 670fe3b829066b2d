/**
 * Limits the speed of Node's HTTP server: parses what a connection sends in small pieces, queues new requests in
 * `gateway/turns/turns.ts`, and allows one request under way a connection. Counterparts: Node's parser; `app.ts`, whose
 * handler answers.
 * Invariant: a second request before the first one's answer ends the connection (RFC 9112, 9.3.2, lets a client
 * pipeline; browsers do not).
 */
import { EventEmitter } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ConnectionPlaces } from './connection-places.ts'
import { HTTP_CHEAP_MS, HTTP_LARGEST_PIECE, HTTP_PIECE, PORTION_MS } from '../turns/limits.ts'
import { SocketInput } from '../turns/socket-input.ts'
import type { Turns } from '../turns/turns.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export class HttpInput {
  /** Emits `upgrade` as a server would, when its turn comes. */
  readonly upgrades = new EventEmitter()
  readonly #turns: Turns
  readonly #places: ConnectionPlaces
  /** Connections with an unanswered request. */
  readonly #underWay = new WeakSet<Socket>()
  readonly #leave = new WeakMap<Socket, () => void>()
  readonly #sockets = new Set<Socket>()

  constructor(turns: Turns, places: ConnectionPlaces) {
    this.#turns = turns
    this.#places = places
  }

  server(options: ServerOptions, handler: Handler): Server {
    // Node's parser would answer a request without Host on its own.
    const server = createServer({ ...options, requireHostHeader: false }, (request, response) => {
      if (isBadHost(request)) this.#begin(request, response, badRequest)
      else this.#begin(request, response, handler)
    })
    server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
      this.#begin(request, response, expectationFailed)
    })
    // Node's own, which parses: nothing is parsed of who has no place.
    const begin = server.listeners('connection')
    server.removeAllListeners('connection')
    server.on('connection', (socket: Socket) => {
      if (!this.#places.letIn(socket)) return
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      for (const listener of begin) listener.call(server, socket)
      this.#leave.set(socket, pace(socket, this.#turns))
    })
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      this.#leave.get(socket)?.()
      this.#places.upgraded(socket)
      if (this.#underWay.has(socket)) return void socket.destroy()
      if (isBadHost(request)) return void socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')
      // Node has taken its own listener away, and nobody else has one yet.
      const lost = (): unknown => socket.destroy()
      socket.on('error', lost)
      this.#turns.ask(() => {
        socket.off('error', lost)
        if (!socket.destroyed) this.upgrades.emit('upgrade', request, socket, head)
      })
    })
    return server
  }

  /** Ends every connection: idle, half read, in the middle of an answer or of an upgrade. Node knows no more of the last. */
  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #begin(request: IncomingMessage, response: ServerResponse, handler: Handler): void {
    const { socket } = request
    if (this.#underWay.has(socket)) return void socket.destroy()
    this.#underWay.add(socket)
    this.#places.busy(socket)
    response.once('close', () => {
      this.#underWay.delete(socket)
      this.#places.idle(socket)
    })
    this.#turns.ask(() => {
      if (!socket.destroyed) handler(request, response)
    })
  }
}

/** RFC 9112, 3.2: none, but in HTTP/1.0, and more than one are answered by 400. Node keeps the first of several. */
function isBadHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length
  return hosts > 1 || (hosts === 0 && httpVersion !== '1.0')
}

const badRequest: Handler = (_, response) => void response.writeHead(400, { connection: 'close' }).end()
const expectationFailed: Handler = (_, response) => void response.writeHead(417, { connection: 'close' }).end()

/** Parses a connection's bytes piece by piece. Returns a function that leaves the socket to a WebSocket. */
function pace(socket: Socket, turns: Turns): () => void {
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
      input.handOn(piece)
      const before = now
      now = performance.now()
      size = now - before < HTTP_CHEAP_MS ? Math.min(2 * size, HTTP_LARGEST_PIECE) : HTTP_PIECE
      if (left || socket.destroyed || socket.isPaused()) break
    }
    return { taken, until: 'turn' }
  })
  const goOn = (): void => input.goOn()
  socket.on('drain', goOn)
  return () => {
    left = true
    socket.off('drain', goOn)
    input.release(rest)
  }
}
