/**
 * Answers that come before the whole request has: its body is refused. Counterparts: `time-outs.ts`, which gives up a
 * body that drips; `uploads.ts`, whose bodies are large.
 * Invariant: the client can read the answer. The connection ends in two steps (RFC 9112, 9.6): FIN after the answer,
 * and what still comes is dropped for a while. A close with bytes unread would be RST, which may overtake the answer.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../core/clock.ts'

/** Browsers look at the answer when the body is out, or at RST: they learn of it after so long. */
const LINGER_MS = 2000

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'

/** Closes the connection in steps where an answer goes out before the body of its request is in (RFC 9112, 9.6). */
export function closeAfterEarlyAnswers(app: FastifyInstance, clock: Clock): void {
  app.addHook('onSend', async ({ raw }, reply) => {
    if (raw.complete || !hasBody(raw)) return
    reply.header('connection', 'close')
    // Node calls this when the answer is out; its own would drop the socket at once.
    raw.socket.destroySoon = () => closeInSteps(raw, clock)
  })
}

/** FIN after what has been written; the rest of the body is dropped. */
export function closeInSteps(request: IncomingMessage, clock: Clock): void {
  endSoon(request.socket, clock)
  request.once('end', () => request.socket.destroy())
  request.resume()
}

/** The same where no request is read any more: whatever still comes is dropped. */
export function dropRest(socket: Socket, clock: Clock): void {
  endSoon(socket, clock)
  socket.once('end', () => socket.destroySoon())
  socket.resume()
}

function endSoon(socket: Socket, clock: Clock): void {
  socket.end()
  socket.once(
    'close',
    clock.after(LINGER_MS, () => socket.destroy()),
  )
}
