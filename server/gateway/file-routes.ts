/** The REST routes of files: what a run received, and the bytes of each. Counterpart: `wire/files.ts`. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import type { Lab } from '../runtime/lab.ts'
import { ErrorReply, RunParams } from '../wire/api.ts'
import { FileList, FileParams } from '../wire/files.ts'

export interface FileRouteOptions extends FastifyPluginOptions {
  readonly lab: Lab
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const fileRoutes: FastifyPluginAsyncTypebox<FileRouteOptions> = async (app, { lab }) => {
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
    async (request) => ({ files: await lab.files(request.params.id) }),
  )

  app.get(
    '/runs/:id/files/:file',
    {
      schema: {
        summary: 'The bytes of a file that a run received, as far as they have come',
        tags: ['files'],
        params: FileParams,
        response: { 200: Type.Unknown({ description: 'the bytes' }), ...refusals },
      },
    },
    async (request, reply) => {
      const { name, size, stream } = await lab.file(request.params.id, request.params.file)
      // What somebody sent is never shown by a browser as a page of the lab: it is saved, whatever it holds.
      reply
        .header('content-type', 'application/octet-stream')
        .header('content-disposition', attachment(name))
        .header('content-length', size)
        .header('cache-control', 'no-store')
      return reply.send(stream)
    },
  )
}

/** Content-Disposition of a safe name (RFC 6266): plain for old clients, RFC 8187 for all others. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}
