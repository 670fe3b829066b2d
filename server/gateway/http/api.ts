/**
 * Everything under /api: the routes of each resource, the WebSocket, the OpenAPI document. The schemas of
 * `shared/protocol/rest.ts` validate requests and make that document. Counterpart: `app.ts`, around it.
 */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { LabError } from '../../core/errors.ts'
import type { Sessions } from '../ws/server.ts'
import { allRunsRoutes } from './all-runs.ts'
import { attendanceRoutes } from './attendance.ts'
import { disconnectRoutes } from './disconnect.ts'
import { eventRoutes } from './events.ts'
import { exportRoutes } from './export.ts'
import { fileRoutes } from './files.ts'
import { forgetRoutes } from './forget.ts'
import { healthRoutes, type HealthRouteOptions } from './health.ts'
import { keptRoutes, type KeptRouteOptions } from './kept.ts'
import { listenerRoutes, type ListenerRouteOptions } from './listeners.ts'
import { momentRoutes } from './moments.ts'
import { observationRoutes } from './observations.ts'
import { participantRoutes } from './participants.ts'
import { programFileRoutes } from './program-file.ts'
import { keepOutside } from './outside.ts'
import { runRoutes } from './runs.ts'
import { teacherRoutes, type TeacherRouteOptions } from './teacher.ts'
import { addressOf } from './who.ts'
import type { LetTakeTime, Upgrades } from './time-outs.ts'

export interface ApiOptions
  extends FastifyPluginOptions, HealthRouteOptions, KeptRouteOptions, ListenerRouteOptions, TeacherRouteOptions {
  readonly sessions: Sessions
  readonly letTakeTime: LetTakeTime
  readonly upgrades: Upgrades
}

export const apiRoutes: FastifyPluginAsyncTypebox<ApiOptions> = async (app, options) => {
  const { lab, commands, info, authority, sessions, letTakeTime, upgrades, roles, clock, kept } = options
  keepOutside(app, commands.access, (key) => sessions.isDownload(key))
  app.get('/openapi.json', { schema: { hide: true }, config: { outside: true } }, () => app.swagger())
  const config = { answer: 0, outside: true } as const
  app.route({
    method: 'GET',
    url: '/ws',
    schema: { hide: true },
    config,
    handler: () => {
      throw new LabError('bad-request', { detail: 'an upgrade to a WebSocket is expected here' })
    },
    wsHandler: (socket, request) => {
      upgrades.answered(request.raw.socket)
      sessions.accept(socket, request.raw.socket, addressOf(request), (key) => roles.ofPage(key))
    },
  })
  await app.register(healthRoutes, { lab, info })
  await app.register(teacherRoutes, { roles, clock })
  await app.register(runRoutes, { lab, commands })
  await app.register(allRunsRoutes, { lab, commands })
  await app.register(programFileRoutes, { lab })
  await app.register(eventRoutes, { lab })
  await app.register(exportRoutes, { lab })
  await app.register(attendanceRoutes, { lab, commands, clock, people: () => sessions.people() })
  await app.register(participantRoutes, { lab })
  await app.register(observationRoutes, { lab })
  await app.register(momentRoutes, { lab })
  await app.register(listenerRoutes, { commands, authority })
  await app.register(forgetRoutes, { commands })
  await app.register(keptRoutes, { commands, kept })
  await app.register(disconnectRoutes, { commands })
  await app.register(fileRoutes, { lab, commands, letTakeTime })
}

export const openApiInfo = {
  openapi: {
    info: {
      title: 'Socket Lab',
      description: 'Runs of the worksheet’s programs, and every event of them.',
      version: '1',
    },
    tags: [{ name: 'lab' }, { name: 'runs' }],
  },
}
