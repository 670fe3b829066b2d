/**
 * Bounds the answers of every route: their bytes under way, and how long one may make no progress. Counterparts:
 * `answer-room.ts`, the accounts; `idle-answers.ts`, the time-out; each route with a large answer declares its size in
 * `config.answer`.
 * Invariant: a request gets room before it is carried out, and gives it back when the kernel has the answer or the
 * connection closes, whichever comes first.
 */
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../core/clock.ts'
import { LabError } from '../../core/errors.ts'
import type { Asker } from '../../journal/port.ts'
import { ANSWER_LIMITS, AnswerRoom, type AnswerLimits, type Share } from './answer-room.ts'
import { IdleAnswers } from './idle-answers.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The largest size of the answer in bytes, where it may be large. */
    answer?: number | ((request: FastifyRequest) => number)
  }
  interface FastifyInstance {
    /** The accounts of answers under way. */
    answerRoom: AnswerRoom
  }
  interface FastifyRequest {
    /** The asker for reads of the journal; its signal aborts when the connection closes. */
    asker: Asker
  }
}

export interface AnswerOptions extends Partial<AnswerLimits> {
  /** Milliseconds that an answer may make no progress. */
  readonly idleMs?: number
}

const IDLE_MS = 30_000
/** The assumed size of an answer whose route declares none: its request and a small answer. */
const USUAL = 32_768
/** Memory of a stream: three chunks of a file, one being read, one waiting, one in the socket. */
export const STREAM_BYTES = 786_432
/** Seconds until another try is worthwhile. */
const RETRY_AFTER = 1

/** One connection: the asker, and the room of its answers. */
interface Caller {
  readonly asker: Asker
  readonly shares: Set<Share>
}

/** Bounds the memory and the time of the answers of an app; what has no room is refused with 503 and Retry-After. */
export function boundAnswers(app: FastifyInstance, clock: Clock, options: AnswerOptions = {}): void {
  const room = new AnswerRoom({ ...ANSWER_LIMITS, ...options })
  const idle = new IdleAnswers(options.idleMs ?? IDLE_MS, clock)
  const callers = new WeakMap<Socket, Caller>()
  const shares = new WeakMap<FastifyRequest, Share>()
  let connections = 0

  const callerOf = ({ raw: { socket }, ip }: FastifyRequest): Caller => {
    const known = callers.get(socket)
    if (known) return known
    const gone = new AbortController()
    const asker = { by: `address ${ip}`, line: `connection ${++connections}`, signal: gone.signal }
    const caller = { asker, shares: new Set<Share>() }
    callers.set(socket, caller)
    // An answer that waits behind another gets no event when its connection closes: checks the connection.
    socket.once('close', () => {
      gone.abort()
      idle.forget(socket)
      for (const share of caller.shares) share.release()
      caller.shares.clear()
    })
    return caller
  }

  const share = (request: FastifyRequest, reply: FastifyReply, bytes: number): Share => {
    const { asker, shares: ofCaller } = callerOf(request)
    const taken = room.reserve(asker.by, request.raw.socket, bytes)
    shares.set(request, taken)
    // The asker has gone: nobody gets the answer.
    if (asker.signal?.aborted) taken.release()
    else ofCaller.add(taken)
    reply.raw.once('close', () => {
      taken.release()
      ofCaller.delete(taken)
    })
    return taken
  }

  app.decorate('answerRoom', room)
  app.decorateRequest('asker', {
    getter() {
      return callerOf(this).asker
    },
  })

  app.addHook('preHandler', async (request, reply) => {
    const { answer = USUAL } = request.routeOptions.config
    share(request, reply, typeof answer === 'number' ? answer : answer(request))
  })

  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (reply.statusCode === 503) reply.header('retry-after', RETRY_AFTER)
    if (!request.raw.socket.destroyed) reply.raw.once('close', idle.watch(request.raw.socket))
    // Bytes are as large as counted; a string would be copied once more, and larger, on its way out.
    const body = typeof payload === 'string' ? Buffer.from(payload) : payload
    const taken = shares.get(request) ?? share(request, reply, 0)
    const bytes = sizeOf(body, reply)
    if (taken.resize(bytes)) return body
    // A request already carried out gets its answer, a refused one its error; a stream holds little, and is the page itself.
    if (request.method !== 'GET' || reply.statusCode >= 400 || !Buffer.isBuffer(body)) {
      taken.hold(bytes)
      return body
    }
    const refusal = new LabError('overloaded')
    reply.code(refusal.status).header('retry-after', RETRY_AFTER).type('application/json; charset=utf-8')
    reply.removeHeader('content-length').removeHeader('content-disposition')
    return JSON.stringify(refusal.body())
  })
}

/** Bytes of memory that an answer holds while the peer reads nothing. */
function sizeOf(body: unknown, reply: FastifyReply): number {
  if (Buffer.isBuffer(body)) return body.length
  if (body === null || body === undefined) return 0
  const length = Number(reply.getHeader('content-length') ?? STREAM_BYTES)
  return Math.min(length, STREAM_BYTES)
}
