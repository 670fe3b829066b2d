/** Who makes a call of the API: an address and no page. Counterpart: `gateway/ws/session.ts`, for a page. */
import type { FastifyRequest } from 'fastify'
import type { Who } from '../../commands/who.ts'
import { plainAddress } from './hosts.ts'

export const whoOf = ({ ip }: Pick<FastifyRequest, 'ip'>): Who => ({ address: plainAddress(ip), role: 'everybody' })
