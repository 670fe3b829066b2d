/** The REST route that forgets a person. Counterpart: `server/commands/forget.ts`. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import type { Commands } from '../../commands/execute.ts'
import { ForgetBody, Forgot } from '#shared/protocol/forget.ts'
import { ErrorReply } from '#shared/protocol/rest.ts'
import { whoOf } from './who.ts'

export interface ForgetRouteOptions extends FastifyPluginOptions {
  readonly commands: Commands
}

export const forgetRoutes: FastifyPluginAsyncTypebox<ForgetRouteOptions> = async (app, { commands }) => {
  app.post(
    '/forget',
    {
      schema: {
        summary: 'Forget a person',
        description:
          'Replaces the names and addresses of a person in every run that has ended, on disk too. What people wrote, earlier copies of the journal and what was exported stay as they are.',
        tags: ['lab'],
        body: ForgetBody,
        response: { 200: Forgot, '4xx': ErrorReply, '5xx': ErrorReply },
      },
    },
    (request) => commands.execute(whoOf(request), { type: 'forget', ...request.body }),
  )
}
