/** The REST route that changes the secret of the teacher's link for the teacher's key. Counterparts: `roles.ts`; `web/connection/teacher-link.ts`. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { keyOf } from '../../admission/asker.ts'
import type { Clock } from '../../core/clock.ts'
import { LabError } from '../../core/errors.ts'
import { ErrorReply, TeacherBody, TeacherReply } from '#shared/protocol/rest.ts'
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
        description:
          'Answers with the key that `hello` and `Authorization: Bearer` take. A wrong secret is answered late: the later, the more there were.',
        tags: ['lab'],
        body: TeacherBody,
        response: { 200: TeacherReply, '4xx': ErrorReply, '5xx': ErrorReply },
      },
      config: { outside: true },
    },
    async (request) => {
      const key = roles.keyFor(request.body.secret)
      if (key !== null) return { key }
      await wrong.wait(keyOf(whoOf(request)))
      throw new LabError('wrong-secret')
    },
  )
}
