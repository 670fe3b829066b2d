/**
 * Cookies that were given over HTTPS go over nothing else (RFC 6265, 4.1.2.5), whoever sets them. Counterpart: `roles.ts`.
 * Over plain HTTP, in a class without TLS, a browser would not keep a cookie that is `Secure`.
 */
import type { FastifyInstance } from 'fastify'

export function secureCookies(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    const cookies = reply.getHeader('set-cookie')
    if (cookies === undefined || request.protocol !== 'https') return
    const list = Array.isArray(cookies) ? cookies : [String(cookies)]
    reply.removeHeader('set-cookie') // further ones would be added to those before
    reply.header(
      'set-cookie',
      list.map((cookie) => `${cookie}; Secure`),
    )
  })
}
