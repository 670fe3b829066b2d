/** The REST routes of the time machine: one moment of a run, and how its events lie in time. Counterpart: `server/study/moment/`. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { LabError } from '../../core/errors.ts'
import { MAX_PAGE_BYTES } from '#shared/model/constants.ts'
import { Moment, MomentQuery, Timeline, TimelineQuery } from '#shared/protocol/moment.ts'
import { ErrorReply, RunParams } from '#shared/protocol/rest.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { momentOf } from '../../study/moment/moment.ts'
import { timelineOf } from '../../study/moment/timeline.ts'

interface MomentRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const momentRoutes: FastifyPluginAsyncTypebox<MomentRouteOptions> = async (app, { lab }) => {
  app.get(
    '/runs/:id/moment',
    {
      schema: {
        summary: 'What was known of a run at one moment',
        description:
          'By `seq` or by `t`, not by both; by neither, its beginning. What comes after is not in it. Where the program stood, the kernel’s rows and who waited are the observations, which hold from their last whole ones on.',
        tags: ['runs'],
        params: RunParams,
        querystring: MomentQuery,
        response: { 200: Moment, ...refusals },
      },
      config: { answer: MAX_PAGE_BYTES },
      // As with events: they come from the journal.
      serializerCompiler: () => JSON.stringify,
    },
    ({ params, query, asker }) => {
      if (query.seq !== undefined && query.t !== undefined)
        throw new LabError('bad-request', { detail: 'a moment is asked for by seq or by t' })
      return momentOf(lab.journal, lab.view(params.id), query, asker)
    },
  )
  app.get(
    '/runs/:id/timeline',
    {
      schema: {
        summary: 'How the events of a run lie in time',
        tags: ['runs'],
        params: RunParams,
        querystring: TimelineQuery,
        response: { 200: Timeline, ...refusals },
      },
    },
    ({ params, query, asker }) => timelineOf(lab.journal, lab.view(params.id), query.points, asker),
  )
}
