/**
 * Keeps calls of the API outside a lab that wants a code or is locked, unless they name a page that is in or are the teacher's.
 * Counterparts: `commands/door.ts`; `gateway/ws/entrance.ts`, for pages. A route says by its config that it is for everybody.
 */
import type { FastifyInstance } from 'fastify'
import type { DoorReader } from '../../commands/door.ts'
import { LabError } from '../../core/errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers also those who are not in. */
    outside?: true
  }
}

/** Of the routes that are registered on `app` from now on. */
export function keepOutside(app: FastifyInstance, door: DoorReader): void {
  app.addHook('onRequest', async ({ page, role, routeOptions }) => {
    if (door.open || page !== null || role === 'teacher' || routeOptions.config.outside) return
    throw new LabError(door.refusal({}) ?? 'pin-wanted')
  })
}
