/**
 * The REST routes of files: what a run received or sent, and the bytes of each. Counterparts:
 * `shared/protocol/transfers.ts`; `uploads.ts`, the file that it sends.
 */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import type { Commands } from '../../commands/execute.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { ErrorReply, RunParams } from '#shared/protocol/rest.ts'
import { FileList, FileParams } from '#shared/protocol/transfers.ts'
import { STREAM_BYTES } from './answers.ts'
import type { LetTakeTime } from './time-outs.ts'
import { uploadRoutes } from './uploads.ts'
import { whoOf } from './who.ts'

export interface FileRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
  readonly commands: Commands
  readonly letTakeTime: LetTakeTime
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const fileRoutes: FastifyPluginAsyncTypebox<FileRouteOptions> = async (app, { lab, commands, letTakeTime }) => {
  app.get(
    '/runs/:id/files',
    {
      schema: {
        summary: 'Files that a run received or sent',
        tags: ['files'],
        params: RunParams,
        response: { 200: FileList, ...refusals },
      },
    },
    (request) => lab.files.list(request.params.id),
  )

  app.get(
    '/runs/:id/files/:file',
    {
      schema: {
        summary: 'The bytes of a file that a run keeps, as far as they have come',
        tags: ['files'],
        params: FileParams,
        response: { 200: Type.Unknown({ description: 'the bytes' }), ...refusals },
      },
      config: { answer: STREAM_BYTES },
    },
    async (request, reply) => {
      const { name, size, stream } = await lab.files.open(request.params.id, request.params.file)
      // A browser never shows a received file as a page of the lab: it saves it, whatever it holds.
      reply
        .header('content-type', 'application/octet-stream')
        .header('content-disposition', attachment(name))
        .header('content-length', size)
        .header('cache-control', 'no-store')
      return reply.send(stream)
    },
  )

  app.delete(
    '/runs/:id/files/:file',
    {
      schema: {
        summary: 'Delete a file that a run keeps',
        tags: ['files'],
        params: FileParams,
        response: { 204: Type.Null({ description: 'it is gone' }), ...refusals },
      },
    },
    async (request, reply) => {
      const { id: run, file } = request.params
      await commands.execute(whoOf(request), { type: 'remove-file', run, file })
      return reply.code(204).send(null)
    },
  )

  // The bytes go to the disk as they come, so that no file is ever in memory. Fastify's own parsers would buffer the whole
  // body, since this route has no limit.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/octet-stream', (_request, body, done) => done(null, body))
  await app.register(uploadRoutes, { commands, letTakeTime })
}

/** Content-Disposition of a safe name (RFC 6266): plain for old clients, RFC 8187 for all others. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}
