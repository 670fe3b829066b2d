/** The REST routes of what is kept of runs that have ended: how much, for how long, and its end. Counterparts: `runtime/lab/keeping.ts`; `server/commands/`. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import type { Commands } from '../../commands/execute.ts'
import { Kept } from '#shared/protocol/kept.ts'
import { ErrorReply, RunParams } from '#shared/protocol/rest.ts'
import { whoOf } from './who.ts'

export interface KeptRouteOptions extends FastifyPluginOptions {
  readonly commands: Commands
  /** What is kept now. */
  readonly kept: () => Promise<Kept>
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const keptRoutes: FastifyPluginAsyncTypebox<KeptRouteOptions> = async (app, { commands, kept }) => {
  app.get(
    '/kept',
    {
      schema: {
        summary: 'What the lab keeps of runs that have ended, and for how long',
        tags: ['lab'],
        response: { 200: Kept, ...refusals },
      },
    },
    () => kept(),
  )

  app.delete(
    '/runs/:id/kept',
    {
      schema: {
        summary: 'Delete all that is kept of a run that has ended',
        description:
          'Its events, its participants, its files. Answers when nothing of it is left on the disk. The run’s number is not given again.',
        tags: ['runs'],
        params: RunParams,
        response: { 204: Type.Null(), ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await commands.execute(whoOf(request), { type: 'erase', run: id })
      request.log.warn({ run: id, role: whoOf(request).role }, 'deleted a run, as was asked')
      return reply.code(204).send(null)
    },
  )
}
