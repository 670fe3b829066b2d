/** The REST route of who was there. Counterparts: `server/study/attendance/`, which finds out; `docs/class.en.md`. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginOptions } from 'fastify'
import { Type } from 'typebox'
import type { Commands } from '../../commands/execute.ts'
import type { Clock } from '../../core/clock.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { Attendance } from '../../study/attendance/attendance.ts'
import { attendanceCsv } from '../../study/attendance/csv.ts'
import { presencesOf } from '../../study/attendance/presences.ts'
import type { ClassPeople } from '../wall/people.ts'
import type { GuideStep } from '#shared/protocol/wall.ts'
import { AttendanceQuery } from '#shared/protocol/attendance.ts'
import type { Run } from '#shared/protocol/model.ts'
import { MAX_PAGE } from '#shared/model/constants.ts'
import { ErrorReply } from '#shared/protocol/rest.ts'
import { attachment } from './files.ts'
import { whoOf } from './who.ts'

export interface AttendanceRouteOptions extends FastifyPluginOptions {
  readonly lab: LabReader
  readonly commands: Pick<Commands, 'execute'>
  readonly clock: Pick<Clock, 'now'>
  /** Those of the class who are here: the lab knows of no other how far they are. */
  readonly people: ClassPeople
}

/** A row has some 200 bytes, and 10,000 people are told apart. */
const FILE_BYTES = 2_097_152

export const attendanceRoutes: FastifyPluginAsyncTypebox<AttendanceRouteOptions> = async (
  app,
  { lab, commands, clock, people },
) => {
  app.get(
    '/attendance',
    {
      schema: {
        summary: 'Who was there',
        description:
          'A row a person, for a table calculator: when it came first and was there last, for how many minutes, in how many runs, what it sent, and how far in a guide it is. For the teacher alone, where there are roles.',
        tags: ['lab'],
        querystring: AttendanceQuery,
        response: { 200: Type.Unknown({ description: 'the file' }), '4xx': ErrorReply, '5xx': ErrorReply },
      },
      config: { answer: FILE_BYTES },
    },
    async (request, reply) => {
      commands.execute(whoOf(request), { type: 'see-class' })
      const { since = 0, until = Infinity, names } = request.query
      const now = clock.now()
      const attendance = new Attendance(since, Math.min(until, now))
      for (const run of runsIn(lab, since, until)) {
        const live = lab.live(run.id)?.participants()
        for (const presence of await presencesOf(lab.journal, run, request.asker, live))
          attendance.add(run.id, presence)
      }
      const steps = new Map<string | null, GuideStep>()
      for (const { name, step } of people()) if (step) steps.set(name, step)
      const file = attendanceCsv(attendance.rows(), {
        pseudonyms: names === 'pseudonyms',
        stepOf: (name) => steps.get(name),
      })
      reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', attachment('attendance.csv'))
        .header('cache-control', 'no-store')
      return reply.send(Buffer.from(file))
    },
  )
}

/** Those that were there at some time between. */
function* runsIn(lab: LabReader, since: number, until: number): Generator<Run> {
  const seen = new Set<string>()
  for (let before: string | undefined; ;) {
    const { runs, older } = lab.page(MAX_PAGE, before)
    for (const run of runs) {
      if (seen.has(run.id)) continue
      seen.add(run.id)
      if (run.startedAt <= until && (run.stoppedAt ?? Infinity) >= since) yield run
    }
    if (older === null) return
    before = older.before
  }
}
