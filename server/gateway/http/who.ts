/**
 * Who makes a call of the API: the page whose session it names, else an address and no page. Counterpart:
 * `gateway/ws/session.ts`, for what a page asks over its WebSocket.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Who } from '../../commands/who.ts'
import { SESSION_HEADER } from '#shared/model/constants.ts'
import { unmapped } from '#shared/net/address.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The page that calls; null where no session is named, or an unknown one. */
    page: Who | null
  }
}

/** @param pageOf the page of a session; null for an unknown one */
export function knowPages(app: FastifyInstance, pageOf: (session: string) => Who | null): void {
  app.decorateRequest('page', null)
  app.addHook('onRequest', async (request) => {
    const session = request.headers[SESSION_HEADER]
    if (typeof session === 'string') request.page = pageOf(session)
  })
}

export const whoOf = ({ ip, page }: Pick<FastifyRequest, 'ip' | 'page'>): Who =>
  page ?? { address: unmapped(ip), role: 'everybody' }
