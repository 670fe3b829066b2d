/** The REST routes of runs: which there are, starting and stopping one. Counterpart: `server/commands/`, which does it. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import type { Commands } from '../../commands/execute.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { ErrorReply, RunList, RunParams, RunQuery, StartRun } from '#shared/protocol/rest.ts'
import { Run } from '#shared/protocol/model.ts'
import { whoOf } from './who.ts'

export interface RunRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
  readonly commands: Commands
}

/** Bytes of an answer: those that live, and each that has ended, with its options and listeners. */
const BASE = 65_536
const RUN = 1024

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const runRoutes: FastifyPluginAsyncTypebox<RunRouteOptions> = async (app, { lab, commands }) => {
  app.get(
    '/runs',
    {
      schema: {
        summary: 'Runs, newest first: all that live, and a page of those that have ended',
        tags: ['runs'],
        querystring: RunQuery,
        response: { 200: RunList, ...refusals },
      },
      config: { answer: ({ query }) => BASE + (query as RunQuery).limit * RUN },
    },
    async ({ query: { limit, before } }) => ({ ...lab.page(limit, before), nextPort: await lab.nextPort() }),
  )

  app.post(
    '/runs',
    {
      schema: {
        summary: 'Start a run',
        description: 'Without `listen`, the first free port of those of the lab (8080 to 8379) on the host of the lab.',
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
