/**
 * Who makes a call of the API: the page whose session it names, else an address and no page. Counterpart:
 * `gateway/ws/session.ts`, for what a page asks over its WebSocket.
 */
import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Role, Who } from '../../commands/who.ts'
import { SESSION_HEADER } from '#shared/model/constants.ts'
import type { Roles } from './roles.ts'
import { unmapped } from '#shared/net/address.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The page that calls; null where no session is named, or an unknown one. */
    page: Who | null
    /** By which it calls where it names no page. */
    role: Role
  }
}

/** @param pageOf the page of a session, with the role that its `hello` gave it; null for an unknown one */
export function knowPages(app: FastifyInstance, pageOf: (session: string) => Who | null, roles: Roles): void {
  app.decorateRequest('page', null)
  app.decorateRequest('role', 'onlooker')
  app.addHook('onRequest', async (request) => {
    const { authorization, [SESSION_HEADER]: session } = request.headers
    request.role = roles.ofCall(authorization)
    request.page = typeof session === 'string' ? pageOf(session) : null
  })
}

/** The asker's address: behind a trusted proxy the one that it tells, where it is one. */
export const addressOf = ({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string =>
  unmapped(isIP(ip) > 0 ? ip : (socket.remoteAddress ?? ''))

export const whoOf = (request: Pick<FastifyRequest, 'ip' | 'socket' | 'page' | 'role'>): Who =>
  request.page ?? { address: addressOf(request), role: request.role }
