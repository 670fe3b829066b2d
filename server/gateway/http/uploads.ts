/**
 * The REST route that uploads the file for a run to send. Counterparts: `time-outs.ts`, which lets its body take
 * longer while it comes on; `files.ts`, what a run has.
 */
import type { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { LabError } from '../../core/errors.ts'
import type { Commands } from '../../commands/execute.ts'
import type { Results } from '../../commands/command.ts'
import { ErrorReply, RunParams } from '#shared/protocol/rest.ts'
import { FileView, UploadQuery } from '#shared/protocol/transfers.ts'
import type { LetTakeTime } from './time-outs.ts'
import { whoOf } from './who.ts'

export interface UploadRouteOptions extends FastifyPluginOptions {
  readonly commands: Commands
  readonly letTakeTime: LetTakeTime
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const uploadRoutes: FastifyPluginAsyncTypebox<UploadRouteOptions> = async (app, { commands, letTakeTime }) => {
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
      letTakeTime(request.raw)
      // What is refused is told at once, and not when more of it comes.
      const refused = upload.over.catch(() => {})
      await Promise.race([take(request.body as Readable | undefined, upload, request.query.name), refused])
      return reply.code(201).send(await upload.end())
    },
  )
}

/** Passes the body on, as far as it is wanted; the rest of a refused one is dropped. */
async function take(body: Readable | undefined, upload: Results['upload'], name: string): Promise<void> {
  try {
    for await (const chunk of body?.iterator({ destroyOnReturn: false }) ?? []) {
      if (!(await upload.write(chunk as Buffer))) break
    }
  } catch (error) {
    upload.cut()
    throw new LabError('file-cut', { name }, error)
  }
  body?.resume()
}
