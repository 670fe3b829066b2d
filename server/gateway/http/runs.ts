/** The REST routes of runs: which there are, starting and stopping one. Counterpart: `server/commands/`, which does it. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import type { Commands } from '../../commands/execute.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { ErrorReply, ProgramFileQuery, RunList, RunParams, StartRun } from '#shared/protocol/rest.ts'
import { Run } from '#shared/protocol/model.ts'
import { attachment } from './files.ts'
import { whoOf } from './who.ts'

export interface RunRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
  readonly commands: Commands
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const runRoutes: FastifyPluginAsyncTypebox<RunRouteOptions> = async (app, { lab, commands }) => {
  app.get(
    '/runs',
    { schema: { summary: 'All runs, newest first', tags: ['runs'], response: { 200: RunList, ...refusals } } },
    async () => ({ runs: lab.views(), nextPort: await lab.nextPort() }),
  )

  app.post(
    '/runs',
    {
      schema: {
        summary: 'Start a run',
        description: 'Without `listen`, the next free port of 8080 to 8179 on the host of the lab.',
        tags: ['runs'],
        body: StartRun,
        response: { 201: Run, ...refusals },
      },
    },
    async (request, reply) => {
      const { program, options, listen } = request.body
      const run = await commands.execute(whoOf(request), {
        type: 'start',
        program,
        ...(options && { options }),
        ...(listen && { listen }),
      })
      return reply.code(201).header('location', `/api/runs/${run.id}`).send(run)
    },
  )

  app.get(
    '/runs/:id',
    { schema: { summary: 'One run', tags: ['runs'], params: RunParams, response: { 200: Run, ...refusals } } },
    (request) => lab.view(request.params.id),
  )

  app.get(
    '/runs/:id/program.py',
    {
      schema: {
        summary: 'Its program in Python, whole',
        description: 'The listing that the page shows, with the address of the run as its default. Python 3.9 runs it.',
        tags: ['runs'],
        params: RunParams,
        querystring: ProgramFileQuery,
        response: { 200: Type.String({ description: 'the program' }), ...refusals },
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

  app.delete(
    '/runs/:id',
    {
      schema: {
        summary: 'Stop a run',
        description: 'Its events stay. Answers when the last connection is gone, after 10 s at most.',
        tags: ['runs'],
        params: RunParams,
        response: { 200: Run, ...refusals },
      },
    },
    (request) => commands.execute(whoOf(request), { type: 'stop', run: request.params.id }),
  )
}
