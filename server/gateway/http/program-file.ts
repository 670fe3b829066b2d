/** The REST route of a run's program as a file. Counterpart: `programs/download.ts`, which writes it. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { ErrorReply, ProgramFileQuery, RunParams } from '#shared/protocol/rest.ts'
import { attachment } from './files.ts'

interface ProgramFileOptions extends FastifyPluginOptions {
  readonly lab: LabReader
}

export const programFileRoutes: FastifyPluginAsyncTypebox<ProgramFileOptions> = async (app, { lab }) => {
  app.get(
    '/runs/:id/program.py',
    {
      schema: {
        summary: 'Its program in Python, whole',
        description: 'The listing that the page shows, with the address of the run as its default. Python 3.9 runs it.',
        tags: ['runs'],
        params: RunParams,
        querystring: ProgramFileQuery,
        response: { 200: Type.String({ description: 'the program' }), '4xx': ErrorReply, '5xx': ErrorReply },
      },
    },
    async (request, reply) => {
      const { name, text } = await lab.programFile(request.params.id, request.query.lang)
      return reply
        .header('content-type', 'text/x-python; charset=utf-8')
        .header('content-disposition', attachment(name))
        .header('cache-control', 'no-store')
        .send(text)
    },
  )
}
