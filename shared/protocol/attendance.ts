/** How it is asked who was there. Counterparts: `gateway/http/attendance.ts`, the route; `server/study/attendance/`, what is in the answer. */
import { Type, type Static } from 'typebox'
import { ExportQuery } from './export.ts'

export const AttendanceQuery = Type.Object({
  since: Type.Optional(
    Type.Integer({ minimum: 0, description: 'milliseconds since 1970; from the first run on where absent' }),
  ),
  until: Type.Optional(Type.Integer({ minimum: 0, description: 'milliseconds since 1970; until now where absent' })),
  names: ExportQuery.properties.names,
})
export type AttendanceQuery = Static<typeof AttendanceQuery>
