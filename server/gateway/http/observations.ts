/**
 * The REST route of a run's observations: where its program stood, what the kernel had. Counterpart:
 * `shared/protocol/observations.ts`.
 */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { ErrorReply, ObservationList, ObservationQuery, RunParams } from '#shared/protocol/rest.ts'
import { MAX_PAGE, MAX_PAGE_BYTES } from '#shared/model/constants.ts'

export interface ObservationRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const observationRoutes: FastifyPluginAsyncTypebox<ObservationRouteOptions> = async (app, { lab }) => {
  app.get(
    '/runs/:id/observations',
    {
      schema: {
        summary: 'Where the program stood and what the kernel had of its sockets',
        description: 'By number, 1000 at most: where `next` is not null, call again with `after` = `next`.',
        tags: ['runs'],
        params: RunParams,
        querystring: ObservationQuery,
        response: { 200: ObservationList, ...refusals },
      },
      config: { answer: MAX_PAGE_BYTES },
      // As with events: they come from the journal.
      serializerCompiler: () => JSON.stringify,
    },
    (request) => {
      const { id } = request.params
      lab.view(id)
      return lab.journal.observations({ run: id, after: request.query.after, limit: MAX_PAGE }, request.asker)
    },
  )
}
