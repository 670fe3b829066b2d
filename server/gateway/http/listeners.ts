/** The REST routes of listeners: opening and closing them while a run goes on, and the certificate to verify TLS with. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import type { Commands } from '../../commands/execute.ts'
import { ListenerParams, ErrorReply, OpenListener, RunParams } from '#shared/protocol/rest.ts'
import { Run } from '#shared/protocol/model.ts'
import { whoOf } from './who.ts'

export interface ListenerRouteOptions extends FastifyPluginOptions {
  readonly commands: Commands
  /** The certificate of the lab's authority, as PEM. Rejects with `tls-failed`. */
  readonly authority: () => Promise<string>
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const listenerRoutes: FastifyPluginAsyncTypebox<ListenerRouteOptions> = async (app, { commands, authority }) => {
  app.post(
    '/runs/:id/listeners',
    {
      schema: {
        summary: 'Open one more listener to a run',
        description: 'Two where it is of both families. The run has 8 at most.',
        tags: ['runs'],
        params: RunParams,
        body: OpenListener,
        response: { 201: Run, ...refusals },
      },
    },
    async (request, reply) => {
      const command = { type: 'open-listener', run: request.params.id, listen: request.body } as const
      const run = await commands.execute(whoOf(request), command)
      return reply.code(201).send(run)
    },
  )

  app.delete(
    '/runs/:id/listeners/:listener',
    {
      schema: {
        summary: 'Close a listener of a run',
        description: 'Connections that came by it live on. The last listener stays: stop the run instead.',
        tags: ['runs'],
        params: ListenerParams,
        response: { 200: Run, ...refusals },
      },
    },
    (request) => {
      const { id: run, listener: listener } = request.params
      return commands.execute(whoOf(request), { type: 'close-listener', run, listener })
    },
  )

  app.get(
    '/tls/ca.pem',
    {
      schema: {
        summary: 'The authority that vouches for TLS listeners',
        description: 'Its certificate as PEM (RFC 7468); made at first use, the same from then on.',
        tags: ['lab'],
        produces: ['application/x-pem-file'],
        response: { 200: Type.String(), ...refusals },
      },
      serializerCompiler: () => String,
      // It is for terminals too, which are asked for no code.
      config: { outside: true },
    },
    async (_, reply) =>
      reply
        .header('content-type', 'application/x-pem-file')
        .header('content-disposition', 'attachment; filename="socket-lab-ca.pem"')
        .send(await authority()),
  )
}
