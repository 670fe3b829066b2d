/**
 * Keeps calls of the API outside a lab that wants a code or is locked, unless they name a page that is in or are the teacher's.
 * Counterparts: `commands/access.ts`; `gateway/ws/entrance.ts`, for pages. A route says by its config that it is for everybody.
 */
import type { FastifyInstance } from 'fastify'
import type { AccessReader } from '../../commands/access.ts'
import { LabError } from '../../core/errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers also those who are not in. */
    outside?: true
  }
}

/**
 * Of the routes that are registered on `app` from now on.
 * @param isDownload whether a page that is in has this key for the addresses of its downloads
 */
export function keepOutside(app: FastifyInstance, access: AccessReader, isDownload: (key: string) => boolean): void {
  app.addHook('onRequest', async ({ method, page, query, role, routeOptions }) => {
    if (access.open || page !== null || role === 'teacher' || routeOptions.config.outside) return
    const { as } = query as { as?: unknown }
    if (method === 'GET' && typeof as === 'string' && isDownload(as)) return
    throw new LabError(access.refusal({}) ?? 'pin-wanted')
  })
}
