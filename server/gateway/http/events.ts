/**
 * The REST route of a run's events, a page at a time. Counterparts: `page-size.ts`, how large a page;
 * `gateway/ws/event-stream.ts`, for a page.
 */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { toEvent } from '../../journal/encode.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { ErrorReply, EventPage, EventQuery, RunParams } from '#shared/protocol/rest.ts'
import { parseFilter } from '#shared/trace/filter.ts'
import { pageSize } from './page-size.ts'

export interface EventRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const eventRoutes: FastifyPluginAsyncTypebox<EventRouteOptions> = async (app, { lab }) => {
  app.get(
    '/runs/:id/events',
    {
      schema: {
        summary: 'Events of a run after a sequence number',
        description: 'With `filter`, call again with `after` = `scanned` until `scanned` reaches `lastSeq`.',
        tags: ['runs'],
        params: RunParams,
        querystring: EventQuery,
        response: { 200: EventPage, ...refusals },
      },
      config: { answer: (request) => pageSize(request.query as EventQuery).worst },
      // Events were validated on their way into the journal; to check each again would cost more than all the rest.
      serializerCompiler: () => JSON.stringify,
    },
    async (request) => {
      const { after, limit, preview, filter } = request.query
      const { id } = request.params
      lab.view(id)
      const terms = parseFilter(filter ?? '')
      const query = {
        run: id,
        after,
        limit,
        bytes: pageSize(request.query).bytes,
        ...(preview !== undefined && { preview }),
        ...(terms.length > 0 && { filter: terms }),
      }
      const page = await lab.journal.read(query, request.asker)
      return { events: page.entries.map((entry) => toEvent(entry)), scanned: page.scanned, lastSeq: page.lastSeq }
    },
  )
}
