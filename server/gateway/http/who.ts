/** Who makes a call of the API: an address and no page. Counterpart: `gateway/ws/session.ts`, for a page. */
import type { FastifyRequest } from 'fastify'
import type { Who } from '../../commands/who.ts'
import { unmapped } from '#shared/net/address.ts'

export const whoOf = ({ ip }: Pick<FastifyRequest, 'ip'>): Who => ({ address: unmapped(ip), role: 'everybody' })
