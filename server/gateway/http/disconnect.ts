/** The REST routes that disconnect or name a participant, whoever it is. Counterparts: `runtime/streams/disconnecting.ts`, `runtime/run/naming.ts`; the same messages of a page. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import type { Commands } from '../../commands/execute.ts'
import { DisconnectBody, ErrorReply, NameBody, ParticipantParams } from '#shared/protocol/rest.ts'
import { Run } from '#shared/protocol/model.ts'
import { whoOf } from './who.ts'

export interface DisconnectRouteOptions extends FastifyPluginOptions {
  readonly commands: Commands
}

export const disconnectRoutes: FastifyPluginAsyncTypebox<DisconnectRouteOptions> = async (app, { commands }) => {
  app.post(
    '/runs/:id/participants/:participant/disconnect',
    {
      schema: {
        summary: 'Disconnect a participant',
        description:
          'The program has no more to do with it from then on; `closed` tells when the connection is gone. The journal says who asked.',
        tags: ['runs'],
        params: ParticipantParams,
        body: DisconnectBody,
        response: { 200: Run, '4xx': ErrorReply, '5xx': ErrorReply },
      },
    },
    (request) => {
      const { id: run, participant } = request.params
      return commands.execute(whoOf(request), { type: 'disconnect', run, participant, how: request.body.how })
    },
  )

  app.put(
    '/runs/:id/participants/:participant/name',
    {
      schema: {
        summary: 'Name a participant that came without a name',
        description:
          'From its own address while it has no name, and for anybody on the machine of the lab. The journal says who asked.',
        tags: ['runs'],
        params: ParticipantParams,
        body: NameBody,
        response: { 200: Run, '4xx': ErrorReply, '5xx': ErrorReply },
      },
    },
    (request) => {
      const { id: run, participant } = request.params
      return commands.execute(whoOf(request), { type: 'name', run, participant, name: request.body.name })
    },
  )
}
