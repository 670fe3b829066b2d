/**
 * Gathers the bodies of requests, but for files: bytes are copied as they come, so that a body costs its length, however small its
 * chunks are. Fastify's own way keeps an object of a hundred bytes for each chunk, which may have one byte. Counterparts: `app.ts`;
 * `bodies.ts`, which checks what they say; `uploads.ts`, for files.
 */
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify'
import { MAX_BODY } from './told-errors.ts'

/** Bytes of a body that most do not pass. */
const USUAL = 1024

type Done = (error: Error | null, text?: string) => void

/** Replaces the ways in which the app reads bodies of JSON and of text. */
export function gatherBodies(app: FastifyInstance): void {
  const json = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', (request, payload, done) => {
    gather(request, payload, (error, text = '') => {
      if (error) done(error)
      else void json(request, text, done)
    })
  })
  app.addContentTypeParser('text/plain', gather)
}

function gather({ headers }: FastifyRequest, payload: FastifyRequest['raw'], done: Done): void {
  if (Number(headers['content-length']) > MAX_BODY) return done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
  let bytes = Buffer.allocUnsafeSlow(USUAL)
  let length = 0
  const end = (error: Error | null): void => {
    payload.off('data', take).off('end', whole).off('error', broken)
    if (error) done(error)
    else done(null, bytes.toString('utf8', 0, length))
  }
  const take = (chunk: Buffer): void => {
    const needed = length + chunk.length
    if (needed > MAX_BODY) return end(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
    if (needed > bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(MAX_BODY, Math.max(needed, 2 * bytes.length)))
      bytes.copy(larger, 0, 0, length)
      bytes = larger
    }
    chunk.copy(bytes, length)
    length = needed
  }
  const whole = (): void => end(null)
  const broken = (error: Error): void => end(Object.assign(error, { statusCode: 400 }))
  payload.on('data', take).on('end', whole).on('error', broken)
  payload.resume()
}
