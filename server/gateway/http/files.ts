/** The REST routes of files: what a run received, the bytes of each, and the file that it is to send. Counterpart: `shared/protocol/transfers.ts`. */
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import { LabError } from '../../core/errors.ts'
import type { Commands } from '../../commands/execute.ts'
import type { Results } from '../../commands/command.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { ErrorReply, RunParams } from '#shared/protocol/rest.ts'
import { UploadQuery, FileList, FileParams, FileView } from '#shared/protocol/transfers.ts'
import { STREAM_BYTES } from './answers.ts'
import { whoOf } from './who.ts'

export interface FileRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
  readonly commands: Commands
  /** Whether the body of a request may take its time from now on. */
  readonly letTakeTime: (request: IncomingMessage, may: boolean) => void
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }
/** An upload of which nothing comes for so long is given up. */
const IDLE_MS = 30_000

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
      // What somebody sent is never shown by a browser as a page of the lab: it is saved, whatever it holds.
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

  // The bytes go on to the disk as they come: never is a file in memory, however large. Fastify's own parsers would gather
  // theirs, up to the limit of this route, which has none.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/octet-stream', (_request, body, done) => done(null, body))
  app.put(
    '/runs/:id/upload',
    {
      schema: {
        summary: 'Give a file sender the file that it is to send from now on',
        tags: ['files'],
        params: RunParams,
        querystring: UploadQuery,
        response: { 201: FileView, ...refusals },
      },
      bodyLimit: Number.MAX_SAFE_INTEGER,
    },
    async (request, reply) => {
      const length = Number(request.headers['content-length'] ?? NaN)
      const upload = commands.execute(whoOf(request), {
        type: 'upload',
        run: request.params.id,
        name: request.query.name,
        total: Number.isFinite(length) ? length : null,
      })
      letTakeTime(request.raw, true)
      request.raw.setTimeout(IDLE_MS, () => request.raw.destroy())
      try {
        await take(request.body as Readable | undefined, upload, request.query.name)
        return reply.code(201).send(await upload.end())
      } finally {
        // What still comes of a refused one is dropped, for a while.
        if (!request.raw.complete) letTakeTime(request.raw, false)
      }
    },
  )
}

/** Hands the body on. A refused one is read no further here; what still comes of it is dropped after the answer. */
async function take(body: Readable | undefined, upload: Results['upload'], name: string): Promise<void> {
  try {
    for await (const chunk of body?.iterator({ destroyOnReturn: false }) ?? []) {
      if (!(await upload.write(chunk as Buffer))) return
    }
  } catch (error) {
    upload.cut()
    throw new LabError('file-cut', { name }, error)
  }
}

/** Content-Disposition of a safe name (RFC 6266): plain for old clients, RFC 8187 for all others. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}
