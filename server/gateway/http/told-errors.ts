/**
 * Every failure of a request is answered with its code, those that Fastify finds by itself too; the log has what the lab did not
 * foresee. Counterparts: `shared/errors/codes.ts`; `refusals.ts`, for what reaches no route.
 */
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { LabError, toLabError } from '../../core/errors.ts'
import { isApi } from './guard.ts'
import { wantsPage } from './refusal-page.ts'

/** Bytes of a request's body; uploads have their own limit. */
export const MAX_BODY = 65_536
/** Characters of one part of a path: Fastify's own limit. */
const MAX_PART = 100

/** @param methodsAt the methods that a path takes */
export function tellErrors(app: FastifyInstance, methodsAt: (path: string) => string[]): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const shown = isForeseen(error) ? frameworkRefusal(error, request) : toLabError(error)
    // Work for somebody who has gone was given up: that is no failure.
    const gone = request.asker.signal?.aborted && error.name === 'AbortError'
    if (shown.code === 'internal' && !gone) request.log.error(error)
    return reply.code(shown.status).send(shown.body())
  })

  app.setNotFoundHandler((request, reply) => {
    const { method, raw } = request
    const path = raw.url?.split('?', 1)[0] ?? ''
    const allowed = methodsAt(path)
    if (allowed.length > 0 && !allowed.includes(method)) {
      const wrong = new LabError('method-not-allowed', {
        method,
        path: path.slice(0, 100),
        allowed: allowed.join(', '),
      })
      return reply.code(wrong.status).header('allow', allowed.join(', ')).send(wrong.body())
    }
    // Who has mistyped an address finds the page, which says so and leads on.
    if (!isApi(raw.url) && wantsPage(raw)) return reply.code(404).sendPage()
    const nothing = new LabError('not-found', { path: raw.url ?? '' })
    return reply.code(nothing.status).send(nothing.body())
  })
}

const isForeseen = (error: FastifyError): boolean => error.validation !== undefined || (error.statusCode ?? 500) < 500

/** What Fastify refused, in the lab's own words. */
export function frameworkRefusal(error: FastifyError, request?: FastifyRequest): LabError {
  if (error instanceof LabError) return error
  switch (error.statusCode) {
    case 413:
      return new LabError('body-too-large', { limit: MAX_BODY })
    case 414:
      return new LabError('address-too-long', { limit: MAX_PART })
    case 415:
      return new LabError('unsupported-type', { type: request?.headers['content-type'] ?? '(none)' })
    case 416:
      return new LabError('range-unsatisfiable')
    default:
      return new LabError('bad-request', { detail: error.message })
  }
}
