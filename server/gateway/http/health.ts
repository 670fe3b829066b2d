/** The REST routes of the lab itself: whether it works, and which programs it has. Counterpart: `cli/lab-parts.ts`, which knows. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { ErrorReply, Health, ProgramList } from '#shared/protocol/rest.ts'
import type { LabInfo } from '#shared/protocol/messages.ts'

export interface HealthRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
  readonly info: () => LabInfo
}

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const healthRoutes: FastifyPluginAsyncTypebox<HealthRouteOptions> = async (app, { lab, info }) => {
  app.get(
    '/health',
    {
      schema: { summary: 'Whether the lab works', tags: ['lab'], response: { 200: Health, ...refusals } },
      config: { outside: true },
    },
    () => ({
      status: lab.trouble ? ('trouble' as const) : ('ok' as const),
      version: info().version,
      boot: info().boot,
      uptime: process.uptime(),
      runs: lab.running,
      rss: process.memoryUsage.rss(),
    }),
  )

  app.get(
    '/programs',
    {
      schema: {
        summary: 'The programs that can be started',
        tags: ['lab'],
        response: { 200: ProgramList, ...refusals },
      },
    },
    () => ({ programs: info().programs }),
  )
}
