/** The REST routes that stop every run, and freeze every run or one. Counterparts: `server/commands/`, which does it; the same messages of a page. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import type { Commands } from '../../commands/execute.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { AllFrozen, AllStopped, FreezeBody } from '#shared/protocol/all-runs.ts'
import { Run } from '#shared/protocol/model.ts'
import { ErrorReply, RunParams } from '#shared/protocol/rest.ts'
import { whoOf } from './who.ts'

export interface AllRunsRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
  readonly commands: Commands
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const allRunsRoutes: FastifyPluginAsyncTypebox<AllRunsRouteOptions> = async (app, { lab, commands }) => {
  app.post(
    '/stop-all',
    {
      schema: {
        summary: 'Stop every run',
        description: 'Those that are about to start too; their events stay. Answers when the last connection is gone.',
        tags: ['lab'],
        response: { 200: AllStopped, ...refusals },
      },
    },
    (request) => commands.execute(whoOf(request), { type: 'stop-all' }),
  )

  app.post(
    '/freeze',
    {
      schema: {
        summary: 'Freeze every run, or let go',
        description: 'Nobody is read meanwhile, of runs that are started then too; nothing is lost.',
        tags: ['lab'],
        body: FreezeBody,
        response: { 200: AllFrozen, ...refusals },
      },
    },
    (request) => {
      commands.execute(whoOf(request), { type: 'freeze', run: null, frozen: request.body.frozen })
      return { frozenSince: lab.frozenSince }
    },
  )

  app.post(
    '/runs/:id/freeze',
    {
      schema: {
        summary: 'Freeze one run, or let go',
        description: 'None of its participants is read meanwhile; nothing is lost.',
        tags: ['runs'],
        params: RunParams,
        body: FreezeBody,
        response: { 200: Run, ...refusals },
      },
    },
    (request) => {
      const { id: run } = request.params
      commands.execute(whoOf(request), { type: 'freeze', run, frozen: request.body.frozen })
      return lab.view(run)
    },
  )
}
