/**
 * How long a request may take: its headers, its body, an upgrade. Counterparts: `app.ts`, which is given these; `idle-answers.ts`,
 * for answers. Invariant: nobody holds a descriptor for long by sending nothing.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../core/clock.ts'
import { own } from '../../core/own.ts'

/** Whether the body of a request may take its time from now on. */
export type LetTakeTime = (request: IncomingMessage, may: boolean) => void

export interface Upgrades {
  /** A route has answered it: it is a WebSocket. */
  answered(socket: Socket): void
}

// Without all three, a request whose headers or body drip in holds a descriptor for minutes.
// Node's own time for requests would end an upload that takes its time: `boundBodies` has the exception.
export const TIMEOUTS = {
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2000,
  requestTimeout: 0,
  keepAliveTimeout: 72_000,
}
const BODY_TIMEOUT_MS = 15_000
const UPGRADE_TIMEOUT_MS = 5000

/**
 * A body that drips in holds a descriptor for 15 s, and no longer, whatever is answered to it. Gives what lets the route of a
 * file take its time, once it knows that the file is wanted.
 */
export function boundBodies(app: FastifyInstance, clock: Clock): LetTakeTime {
  const timers = new WeakMap<IncomingMessage, () => void>()
  const bound = (raw: IncomingMessage): void => {
    const { socket } = raw
    const stop = clock.after(BODY_TIMEOUT_MS, () => {
      if (raw.complete || socket.destroyed) return
      socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
      socket.destroySoon()
    })
    timers.set(raw, stop)
  }
  const free = (raw: IncomingMessage): void => timers.get(raw)?.()
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.headers['transfer-encoding'] === undefined && (raw.headers['content-length'] ?? '0') === '0') return
    bound(raw)
    raw.once('end', () => free(raw))
    raw.once('close', () => raw.socket.destroyed && free(raw))
  })
  return (raw, may) => (may ? free(raw) : bound(raw))
}

/** An upgrade that no route answers would keep its descriptor for ever: each has 5 s to become a WebSocket. */
export function boundUpgrades(app: FastifyInstance, clock: Clock): Upgrades {
  const timers = new WeakMap<Socket, () => void>()
  app.server.prependListener('upgrade', (_: IncomingMessage, socket: Socket) => {
    own(socket) // Node has let go of it by now
    const stop = clock.after(UPGRADE_TIMEOUT_MS, () => socket.destroy())
    timers.set(socket, stop)
    socket.once('close', stop)
  })
  return { answered: (socket) => timers.get(socket)?.() }
}
