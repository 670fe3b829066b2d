/** Bodies and queries of the REST routes under /api. OpenAPI is made from these schemas. */
import { Type, type Static } from 'typebox'
import type { ErrorBody } from '../errors/codes.ts'
import { MAX_LISTENERS, MAX_PAGE, RUNS_PAGE } from '../model/constants.ts'
import { LANGS, type Lang } from '../model/languages.ts'
import { Disconnect, LabEvent } from './events.ts'
import { Observation } from './observations.ts'
import { ListenAddress, Participant, Run, ProgramDescription, ProgramId } from './model.ts'

export const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('trouble')]),
  version: Type.String(),
  boot: Type.String(),
  uptime: Type.Number({ description: 'seconds' }),
  runs: Type.Integer({ description: 'running now' }),
  rss: Type.Integer({ description: 'resident memory of the server, bytes' }),
})
export type Health = Static<typeof Health>

export const ProgramList = Type.Object({ programs: Type.Array(ProgramDescription) })

export const RunQuery = Type.Object(
  {
    before: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,15}$',
        description: 'an id: only runs that have ended and are older than that one',
      }),
    ),
    limit: Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: RUNS_PAGE, description: 'of those that have ended' }),
  },
  { additionalProperties: false },
)
export type RunQuery = Static<typeof RunQuery>

export const RunPage = Type.Object({
  runs: Type.Array(Run),
  older: Type.Union(
    [
      Type.Object({ count: Type.Integer(), before: Type.String({ description: 'the `before` of the next call' }) }),
      Type.Null(),
    ],
    { description: 'runs that have ended and are older than these; null when there is none' },
  ),
})
export type RunPage = Static<typeof RunPage>

export const RunList = Type.Object({
  ...RunPage.properties,
  nextPort: Type.Union([Type.Integer(), Type.Null()], {
    description: 'the first free one of the lab’s ports (8080 to 8379), null when all are taken',
  }),
})
export type RunList = Static<typeof RunList>

export const StartRun = Type.Object(
  {
    program: ProgramId,
    options: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'by the schema of the program, see /api/programs' }),
    ),
    listen: Type.Optional(
      Type.Array(ListenAddress, {
        minItems: 1,
        maxItems: MAX_LISTENERS,
        description: 'all of them or none; default: the next free TCP port',
      }),
    ),
  },
  { additionalProperties: false },
)
export type StartRun = Static<typeof StartRun>

export const RunParams = Type.Object({ id: Type.String({ maxLength: 32 }) })

/** In which language the comments of a downloaded program are. */
export const ProgramFileQuery = Type.Object({
  lang: Type.Unsafe<Lang>(
    Type.Union(
      LANGS.map((lang) => Type.Literal(lang)),
      { default: LANGS[0] },
    ),
  ),
})

/** One more listener; two where it is of both families. */
export const OpenListener = ListenAddress
export const ListenerParams = Type.Object({
  id: Type.String({ maxLength: 32 }),
  listener: Type.Integer({ minimum: 1 }),
})

export const ParticipantParams = Type.Object({
  id: Type.String({ maxLength: 32 }),
  participant: Type.Integer({ minimum: 1 }),
})
export const DisconnectBody = Type.Object(
  {
    how: {
      ...Disconnect,
      description: 'fin: FIN after what is queued for it, then close; rst: RST at once',
    } as typeof Disconnect,
  },
  { additionalProperties: false },
)

export const NameBody = Type.Object(
  {
    name: Type.String({ maxLength: 256, description: 'empty: takes the name back, from the machine of the lab only' }),
  },
  { additionalProperties: false },
)

export const EventQuery = Type.Object(
  {
    after: Type.Integer({ minimum: 0, default: 0, description: 'events with a larger sequence number' }),
    limit: Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: 200 }),
    preview: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_048_576, description: 'cut each payload to this many bytes' }),
    ),
    filter: Type.Optional(
      Type.String({ maxLength: 500, description: 'only events that match, e.g. from:ana kind:lines text:"bonjour"' }),
    ),
  },
  { additionalProperties: false },
)
export type EventQuery = Static<typeof EventQuery>

export const EventPage = Type.Object({
  events: Type.Array(LabEvent),
  scanned: Type.Integer({
    description: 'everything up to this sequence number has been looked at: the `after` of the next call',
  }),
  lastSeq: Type.Integer({ description: 'newest committed sequence number of the run' }),
})
export type EventPage = Static<typeof EventPage>

export const ParticipantQuery = Type.Object(
  {
    from: Type.Integer({ minimum: 1, default: 1 }),
    to: Type.Optional(Type.Integer({ minimum: 1 })),
    after: Type.Integer({ minimum: 0, default: 0, description: 'participants with a larger id' }),
  },
  {
    additionalProperties: false,
    description: 'participants that were there at any moment from event `from` to event `to`',
  },
)
export type ParticipantQuery = Static<typeof ParticipantQuery>
export const ParticipantList = Type.Object({
  participants: Type.Array(Participant),
  next: Type.Union([Type.Integer(), Type.Null()], {
    description: 'the `after` of the next call; null when there is nobody more',
  }),
})
export type ParticipantList = Static<typeof ParticipantList>

export const NameQuery = Type.Object({ name: Type.String({ maxLength: 256 }) }, { additionalProperties: false })
export type NameQuery = Static<typeof NameQuery>

export const ErrorReply = Type.Object({
  code: Type.String(),
  message: Type.String({ description: 'what happened, where, and what to do' }),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
})

export const NameReply = Type.Object({
  refused: Type.Union([ErrorReply, Type.Null()], {
    description: 'why nobody may join under this name now; null: one may',
  }),
})
export type NameReply = { refused: ErrorBody | null }

export const ObservationQuery = Type.Object(
  { after: Type.Integer({ minimum: 0, default: 0, description: 'observations with a larger number' }) },
  { additionalProperties: false },
)
export const ObservationList = Type.Object({
  observations: Type.Array(Observation),
  next: Type.Union([Type.Integer(), Type.Null()], {
    description: 'the `after` of the next call; null when there is none more',
  }),
  last: Type.Integer({ description: 'the number of the newest, 0 where there is none' }),
})
export type ObservationList = Static<typeof ObservationList>

export const TeacherBody = Type.Object(
  { secret: Type.String({ maxLength: 128, description: 'what stands behind #teacher= in the teacher’s link' }) },
  { additionalProperties: false },
)
export const TeacherReply = Type.Object({
  key: Type.String({
    description: 'for `teacher` of `hello`, and for `Authorization: Bearer`, until there is a new link',
  }),
})
export type TeacherReply = Static<typeof TeacherReply>
