/** The REST routes under /api. Schemas of `shared/protocol/rest.ts` validate what comes in and make the OpenAPI document. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { toEvent } from '../../journal/encode.ts'
import type { Commands } from '../../commands/execute.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import {
  ErrorReply,
  EventPage,
  EventQuery,
  Health,
  ObservationList,
  ObservationQuery,
  ParticipantList,
  ParticipantQuery,
  RunList,
  RunParams,
  ProgramList,
  StartRun,
} from '#shared/protocol/rest.ts'
import { parseFilter } from '#shared/trace/filter.ts'
import { MAX_PAGE, MAX_PAGE_BYTES } from '#shared/model/constants.ts'
import type { LabInfo } from '#shared/protocol/messages.ts'
import { Run } from '#shared/protocol/model.ts'
import { pageSize } from './page-size.ts'
import { whoOf } from './who.ts'

export interface RouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
  readonly commands: Commands
  readonly info: () => LabInfo
}

/** One participant as JSON, at most: the path of a unix socket is its longest field. */
const PARTICIPANT_BYTES = 1024

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const runRoutes: FastifyPluginAsyncTypebox<RouteOptions> = async (app, { lab, commands, info }) => {
  app.get(
    '/health',
    { schema: { summary: 'Whether the lab works', tags: ['lab'], response: { 200: Health, ...refusals } } },
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

  app.get(
    '/runs/:id/events',
    {
      schema: {
        summary: 'Events of a run after a sequence number',
        description: 'With `filter`, call again with `after` = `scanned` until `scanned` reaches `lastSeq`.',
        tags: ['runs'],
        params: RunParams,
        querystring: EventQuery,
        response: { 200: EventPage, ...refusals },
      },
      config: { answer: (request) => pageSize(request.query as EventQuery).worst },
      // Events come from the journal as they were validated on the way in; a check of each would cost more than all the rest.
      serializerCompiler: () => JSON.stringify,
    },
    async (request) => {
      const { after, limit, preview, filter } = request.query
      const { id } = request.params
      lab.view(id)
      const terms = parseFilter(filter ?? '')
      const query = {
        run: id,
        after,
        limit,
        bytes: pageSize(request.query).bytes,
        ...(preview !== undefined && { preview }),
        ...(terms.length > 0 && { filter: terms }),
      }
      const page = await lab.journal.read(query, request.asker)
      return { events: page.entries.map((entry) => toEvent(entry)), scanned: page.scanned, lastSeq: page.lastSeq }
    },
  )

  app.get(
    '/runs/:id/participants',
    {
      schema: {
        summary: 'Participants who were there from one event to another',
        description: 'By id, 1000 at most: where `next` is not null, call again with `after` = `next`.',
        tags: ['runs'],
        params: RunParams,
        querystring: ParticipantQuery,
        response: { 200: ParticipantList, ...refusals },
      },
      config: { answer: MAX_PAGE * PARTICIPANT_BYTES },
    },
    async (request) => {
      const { id } = request.params
      const { from, to, after } = request.query
      const { lastSeq } = lab.view(id)
      const query = { run: id, from, to: to ?? Math.max(from, lastSeq), after, limit: MAX_PAGE }
      const { participants: stored, next } = await lab.journal.participants(query, request.asker)
      const live = new Map(
        lab
          .live(id)
          ?.participants()
          .map((participant) => [participant.id, participant]),
      )
      return { participants: stored.map((participant) => live.get(participant.id) ?? participant), next }
    },
  )

  app.get(
    '/runs/:id/observations',
    {
      schema: {
        summary: 'Where the program stood and what the kernel had of its sockets',
        description: 'By number, 1000 at most: where `next` is not null, call again with `after` = `next`.',
        tags: ['runs'],
        params: RunParams,
        querystring: ObservationQuery,
        response: { 200: ObservationList, ...refusals },
      },
      config: { answer: MAX_PAGE_BYTES },
      // As of events: they come from the journal.
      serializerCompiler: () => JSON.stringify,
    },
    (request) => {
      const { id } = request.params
      lab.view(id)
      return lab.journal.observations({ run: id, after: request.query.after, limit: MAX_PAGE }, request.asker)
    },
  )

  // Under /api an unknown path is an error, not the page.
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ code: 'not-found', message: `There is nothing at ${request.url}.`, params: { path: request.url } }),
  )
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
