/** The REST route of a run as a file to take home. Counterparts: `server/study/export/`, which writes it; `server/cli/export.ts`. */
import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { exportOf } from '../../study/export/formats.ts'
import { recordedRun } from '../../study/recorded/recorded.ts'
import { ExportQuery } from '#shared/protocol/export.ts'
import { ErrorReply, RunParams } from '#shared/protocol/rest.ts'
import { STREAM_BYTES } from './answers.ts'
import { attachment } from './files.ts'

interface ExportRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
}

export const exportRoutes: FastifyPluginAsyncTypebox<ExportRouteOptions> = async (app, { lab }) => {
  app.get(
    '/runs/:id/export',
    {
      schema: {
        summary: 'A run as a file',
        description:
          'All that has been committed of it by now, streamed. jsonl: all that the journal has, a JSON text a line; csv: a row an event, for a table calculator; text: what was said; pcapng: a capture, whose headers are made up; mermaid: a sequence diagram.',
        tags: ['runs'],
        params: RunParams,
        querystring: ExportQuery,
        response: { 200: Type.Unknown({ description: 'the file' }), '4xx': ErrorReply, '5xx': ErrorReply },
      },
      config: { answer: STREAM_BYTES },
    },
    async (request, reply) => {
      const run = lab.view(request.params.id)
      const { format, lang, names } = request.query
      const recorded = await recordedRun(lab.journal, run, request.asker)
      const file = exportOf(recorded, format, { lang, names })
      reply
        .header('content-type', file.type)
        .header('content-disposition', attachment(file.name))
        .header('cache-control', 'no-store')
      return reply.send(Readable.from(file.bytes(), { objectMode: false, highWaterMark: 65_536 }))
    },
  )
}
