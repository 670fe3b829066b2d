/** The REST routes of who takes part in a run, or did, and under what name one may. Counterpart: `disconnect.ts`, which takes somebody out. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import type { LabReader } from '../../runtime/lab/reader.ts'
import {
  ErrorReply,
  NameQuery,
  NameReply,
  ParticipantList,
  ParticipantQuery,
  RunParams,
} from '#shared/protocol/rest.ts'
import { LabError, toLabError } from '../../core/errors.ts'
import { MAX_PAGE } from '#shared/model/constants.ts'

export interface ParticipantRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
}

/** One participant as JSON, at most: the path of a unix socket is its longest field. */
const PARTICIPANT_BYTES = 1024

const refusals = { '4xx': ErrorReply, '5xx': ErrorReply }

export const participantRoutes: FastifyPluginAsyncTypebox<ParticipantRouteOptions> = async (app, { lab }) => {
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
    '/runs/:id/name',
    {
      schema: {
        summary: 'Whether one may join under a name now',
        description:
          'What `join` would say of it: `bad-name`, `name-invisible`, `name-scripts`, `name-reserved`, `name-taken`.',
        tags: ['runs'],
        params: RunParams,
        querystring: NameQuery,
        response: { 200: NameReply, ...refusals },
      },
    },
    ({ params: { id }, query: { name } }): NameReply => {
      const run = lab.live(id)
      if (!run) throw new LabError('run-not-running', { run: lab.view(id).id })
      try {
        run.nameFor(name)
        return { refused: null }
      } catch (error) {
        return { refused: toLabError(error).body() }
      }
    },
  )
}
