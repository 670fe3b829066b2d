/** The REST route that takes a participant out of a run. Counterparts: `runtime/streams/disconnecting.ts`; the `disconnect` of a page. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import type { Lab } from '../../runtime/lab/lab.ts'
import { DisconnectBody, ErrorReply, ParticipantParams } from '#shared/protocol/rest.ts'
import { Run } from '#shared/protocol/model.ts'
import { unmapped } from '#shared/net/address.ts'

export interface DisconnectRouteOptions extends FastifyPluginOptions {
  readonly lab: Lab
}

export const disconnectRoutes: FastifyPluginAsyncTypebox<DisconnectRouteOptions> = async (app, { lab }) => {
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
      const { id, participant } = request.params
      lab.disconnect(id, participant, request.body.how, { address: unmapped(request.ip) })
      return lab.view(id)
    },
  )
}
