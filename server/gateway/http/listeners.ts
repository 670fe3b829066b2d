/** The REST routes of doors: opening and closing them while a run goes on, and the certificate to verify TLS with. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import type { Lab } from '../../runtime/lab/lab.ts'
import { DoorParams, ErrorReply, OpenDoor, RunParams } from '#shared/protocol/rest.ts'
import { Run } from '#shared/protocol/model.ts'

export interface ListenerRouteOptions extends FastifyPluginOptions {
  readonly lab: Lab
  /** The certificate of the lab's authority, as PEM. Rejects with `tls-failed`. */
  readonly authority: () => Promise<string>
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const listenerRoutes: FastifyPluginAsyncTypebox<ListenerRouteOptions> = async (app, { lab, authority }) => {
  app.post(
    '/runs/:id/doors',
    {
      schema: {
        summary: 'Open one more door to a run',
        description: 'Two where it is of both families. The run has 8 at most.',
        tags: ['runs'],
        params: RunParams,
        body: OpenDoor,
        response: { 201: Run, ...refusals },
      },
    },
    async (request, reply) => {
      const run = await lab.openDoor(request.params.id, request.body, request.ip)
      return reply.code(201).send(run)
    },
  )

  app.delete(
    '/runs/:id/doors/:door',
    {
      schema: {
        summary: 'Close a door of a run',
        description: 'Connections that came by it live on. The last door stays: stop the run instead.',
        tags: ['runs'],
        params: DoorParams,
        response: { 200: Run, ...refusals },
      },
    },
    (request) => lab.closeDoor(request.params.id, request.params.door),
  )

  app.get(
    '/tls/ca.pem',
    {
      schema: {
        summary: 'The authority that vouches for TLS doors',
        description: 'Its certificate as PEM (RFC 7468); made at first use, the same from then on.',
        tags: ['lab'],
        produces: ['application/x-pem-file'],
        response: { 200: Type.String(), ...refusals },
      },
      serializerCompiler: () => String,
    },
    async (_, reply) =>
      reply
        .header('content-type', 'application/x-pem-file')
        .header('content-disposition', 'attachment; filename="socket-lab-ca.pem"')
        .send(await authority()),
  )
}
