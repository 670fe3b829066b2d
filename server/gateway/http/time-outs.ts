/**
 * How long a request may take: its body, an upgrade. Counterparts: `app.ts`, which uses these; `header-times.ts`, for headers;
 * `idle-answers.ts`, for answers. Invariant: nobody holds a descriptor for long without sending.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../core/clock.ts'
import { LabError } from '../../core/errors.ts'
import { answerText } from './refusals.ts'
import { closeAfterEarlyAnswers, closeInSteps, hasBody } from './early-answers.ts'

/** Lets the body of this request take longer, as long as it comes on. */
export type LetTakeTime = (request: IncomingMessage) => void

export interface Upgrades {
  /** A route has answered it: it is a WebSocket. */
  answered(socket: Socket): void
}

const BODY_TIMEOUT_MS = 15_000
const UPGRADE_TIMEOUT_MS = 5000
/** What is let take longer brings so much in so long, or has come to its end: 1 KiB/s, slower than any network of today. */
const PROGRESS_MS = 30_000
const PROGRESS_BYTES = 30 * 1024

/**
 * Bounds a dripping body to 15 s, whatever the answer. Returns a function that lifts the bound, for the route of
 * uploads once it knows that the run wants the file: from then on it is bounded by its progress.
 */
export function boundBodies(app: FastifyInstance, clock: Clock): LetTakeTime {
  closeAfterEarlyAnswers(app, clock)
  const timers = new WeakMap<IncomingMessage, () => void>()
  const free = (raw: IncomingMessage): void => timers.get(raw)?.()
  app.addHook('onRequest', async ({ raw }) => {
    if (!hasBody(raw)) return
    const stop = clock.after(BODY_TIMEOUT_MS, () => tooSlow(raw, BODY_TIMEOUT_MS, clock))
    timers.set(raw, stop)
    raw.once('end', () => free(raw))
    raw.once('close', () => raw.socket.destroyed && free(raw))
  })
  /** @param before bytes that the connection had brought when the time began */
  const watch = (raw: IncomingMessage, before: number): void => {
    free(raw)
    if (raw.complete) return
    const stop = clock.after(PROGRESS_MS, () => {
      // What has come and is not taken waits for the lab, which is no fault of its sender's.
      const slow = raw.readableLength === 0 && raw.socket.bytesRead - before < PROGRESS_BYTES
      if (slow) tooSlow(raw, PROGRESS_MS, clock)
      else watch(raw, raw.socket.bytesRead)
    })
    timers.set(raw, stop)
  }
  // What came with its headers counts.
  return (raw) => watch(raw, 0)
}

function tooSlow(raw: IncomingMessage, ms: number, clock: Clock): void {
  const { socket } = raw
  if (raw.complete || socket.destroyed) return
  socket.write(answerText(new LabError('request-timeout', { seconds: ms / 1000 })))
  closeInSteps(raw, clock)
}

/** An upgrade that no route answers would keep its descriptor for ever: each has 5 s to become a WebSocket. */
export function boundUpgrades(app: FastifyInstance, clock: Clock): Upgrades {
  const timers = new WeakMap<Socket, () => void>()
  app.server.prependListener('upgrade', (_: IncomingMessage, socket: Socket) => {
    const stop = clock.after(UPGRADE_TIMEOUT_MS, () => socket.destroy())
    timers.set(socket, stop)
    socket.once('close', stop)
  })
  return { answered: (socket) => timers.get(socket)?.() }
}
