/** The REST route that changes the secret of the teacher's link for a cookie. Counterparts: `roles.ts`; `web/connection/teacher-link.ts`. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import { keyOf } from '../../admission/asker.ts'
import type { Clock } from '../../core/clock.ts'
import { LabError } from '../../core/errors.ts'
import { ErrorReply, TeacherBody } from '#shared/protocol/rest.ts'
import type { Roles } from './roles.ts'
import { whoOf } from './who.ts'
import { WrongTries } from '../ws/wrong-tries.ts'

export interface TeacherRouteOptions extends FastifyPluginOptions {
  readonly roles: Roles
  readonly clock: Clock
}

export const teacherRoutes: FastifyPluginAsyncTypebox<TeacherRouteOptions> = async (app, { roles, clock }) => {
  const wrong = new WrongTries(clock)
  app.post(
    '/teacher',
    {
      schema: {
        summary: 'Become the teacher, by the secret of the teacher’s link',
        description: 'Answers with a cookie. A wrong secret is answered late: the later, the more there were.',
        tags: ['lab'],
        body: TeacherBody,
        response: { 204: Type.Null(), '4xx': ErrorReply, '5xx': ErrorReply },
      },
      config: { outside: true },
    },
    async (request, reply) => {
      const cookie = roles.cookieFor(request.body.secret)
      if (cookie !== null) return reply.code(204).header('set-cookie', cookie).send(null)
      await wrong.wait(keyOf(whoOf(request)))
      throw new LabError('wrong-secret')
    },
  )
}
