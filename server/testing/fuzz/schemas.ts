/**
 * What the protocol says of everything that the lab sends, as checks: the schemas of `shared/protocol/`, and around them
 * the messages of a WebSocket, which have types only. Closed: a field that no schema names is a fault.
 */
import { Type, type TProperties, type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { STATUS } from '#shared/errors/codes.ts'
import { By } from '#shared/protocol/by.ts'
import { LabEvent } from '#shared/protocol/events.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import { Participant, ProgramDescription, ProgramId, Run } from '#shared/protocol/model.ts'
import { RunPage } from '#shared/protocol/rest.ts'
import { StepperState } from '#shared/protocol/stepper.ts'
import { FileView } from '#shared/protocol/transfers.ts'

/** Says what does not fit; '' where all does. */
export type Check = (value: unknown) => string

const nullable = (schema: TSchema): TSchema => Type.Union([schema, Type.Null()])
const count = Type.Integer({ minimum: 0 })

export const ErrorShape = Type.Object({
  code: Type.Union(Object.keys(STATUS).map((code) => Type.Literal(code))),
  message: Type.String({ minLength: 10, pattern: '^[^{}]*$' }),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
})

const Mine = Type.Object({
  run: Type.String(),
  participant: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1 }),
  ended: Type.Boolean(),
})
const LabInfo = Type.Object({
  version: Type.String(),
  boot: Type.String(),
  urls: Type.Array(Type.String()),
  host: Type.String(),
  programs: Type.Array(ProgramDescription),
})
const Process = Type.Object({
  id: Type.String({ pattern: '^(main|thread|child-[1-9][0-9]*)$' }),
  pid: Type.Optional(Type.Integer({ minimum: 1 })),
  line: Type.String(),
  waits: nullable(Type.Object({ call: Type.String(), who: Type.Optional(count) })),
})
const WakeUp = Type.Object({
  number: count,
  ready: Type.Array(count, { maxItems: 20 }),
  more: count,
  first: nullable(Type.Integer({ minimum: 1 })),
  lines: Type.Array(Type.String()),
})
const AheadLine = Type.Object({ text: Type.String({ maxLength: 256 }), size: count })
const Live = Type.Object({
  processes: Type.Array(Process),
  keyboard: nullable(
    Type.Object({
      wanted: Type.Boolean(),
      ahead: Type.Array(AheadLine, { maxItems: 10 }),
      lines: count,
      block: Type.Optional(Type.Object({ size: Type.Integer({ minimum: 1 }), waiting: count })),
      ended: Type.Boolean(),
    }),
  ),
  deadlock: nullable(Type.String()),
  frozen: Type.Optional(Type.Object({ since: count, by: By })),
  out: Type.Optional(
    Type.Array(Type.Object({ id: count, name: Type.String(), address: Type.Optional(Type.String()) }), { minItems: 1 }),
  ),
  select: nullable(
    Type.Object({ state: StepperState, by: nullable(By), wakeUps: Type.Array(WakeUp, { maxItems: 12 }) }),
  ),
})
const Listing = Type.Array(
  Type.Object({
    id: Type.String(),
    code: Type.String(),
    fr: Type.Optional(Type.String()),
    en: Type.Optional(Type.String()),
    folded: Type.Optional(Type.Literal(true)),
  }),
)
const Row = Type.Object({
  proto: Type.Union(['tcp', 'udp', 'unix'].map((proto) => Type.Literal(proto))),
  state: Type.String(),
  participant: nullable(count),
  side: Type.Union([Type.Literal('program'), Type.Literal('peer')]),
  local: Type.String(),
  remote: nullable(Type.String()),
  recvQ: count,
  sendQ: count,
  timer: nullable(Type.Object({ kind: Type.String(), ms: count })),
  backlog: nullable(count),
  drops: count,
  buffer: nullable(count),
  connections: nullable(count),
})

const since = nullable(Type.Number())
const WallPart = Type.Object({
  run: Type.String(),
  program: ProgramId,
  port: count,
  participant: nullable(Type.Integer({ minimum: 1 })),
  mark: Type.Union(['web', 'tcp', 'tls', 'unix', 'udp', 'program'].map((mark) => Type.Literal(mark))),
  muted: Type.Optional(Type.Literal(true)),
  floor: Type.Optional(Type.Literal(true)),
  address: Type.Optional(Type.String()),
  does: Type.String(),
  processes: count,
  call: nullable(Type.Object({ call: Type.String(), who: Type.Optional(count), name: Type.Optional(Type.String()) })),
  bytes: nullable(count),
  waiting: count,
  since,
  from: since,
})
const Shown = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  name: nullable(Type.String()),
  run: Type.String(),
  participant: nullable(Type.Integer({ minimum: 1 })),
})
const WallPerson = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  name: nullable(Type.String()),
  unclaimed: Type.Optional(Type.Literal(true)),
  here: Type.Boolean(),
  hand: nullable(Type.Object({ since: Type.Number(), word: Type.String() })),
  step: nullable(Type.Object({ guide: Type.String(), done: count, of: Type.Integer({ minimum: 1 }) })),
  parts: Type.Array(WallPart, { maxItems: 3 }),
  more: count,
})

const run = Type.String()
const ref = Type.Integer({ minimum: 1 })
const now = Type.Number({ minimum: 0 })
const MESSAGES: { readonly [T in ServerMessage['type']]: TProperties } = {
  reload: { protocol: Type.Integer() },
  welcome: {
    session: Type.String({ minLength: 20 }),
    page: Type.Integer({ minimum: 1 }),
    resumed: Type.Boolean(),
    mine: Type.Array(Mine),
    // The lab under test has no roles.
    role: Type.Literal('everybody'),
    rights: Type.Record(Type.String(), nullable(Type.Union([Type.Literal('any'), Type.Literal('own')]))),
    ownRuns: Type.Array(run),
    lab: LabInfo,
    ...RunPage.properties,
  },
  // As above: it has no roles either.
  access: { locked: Type.Literal(false) },
  runs: { runs: Type.Array(Run, { minItems: 1 }) },
  snapshot: {
    run: Run,
    participants: Type.Array(Participant),
    listing: Listing,
    live: nullable(Live),
    after: count,
    now,
  },
  participants: { run, participants: Type.Array(Participant, { minItems: 1 }), now },
  live: { run, live: Live },
  files: { run, files: Type.Array(FileView, { minItems: 1 }) },
  kernel: { run, rows: nullable(Type.Array(Row)), more: count, absent: Type.Optional(Type.String()) },
  events: { run, events: Type.Array(LabEvent, { minItems: 1 }) },
  skipped: { run, from: Type.Integer({ minimum: 1 }), to: Type.Integer({ minimum: 1 }) },
  resync: { run, seq: count },
  wall: {
    whole: Type.Boolean(),
    people: Type.Array(WallPerson, { maxItems: 250 }),
    gone: Type.Array(Type.Integer({ minimum: 1 })),
    more: count,
    frozen: nullable(Type.Number()),
    now,
  },
  follow: {
    led: Type.Boolean(),
    own: Type.Boolean(),
    follows: Type.Boolean(),
    place: nullable(
      Type.Object({
        run: Type.String(),
        view: Type.String(),
        participant: Type.Optional(count),
        event: Type.Optional(count),
      }),
    ),
    following: Type.Optional(count),
    of: Type.Optional(count),
  },
  'own-tile': { person: nullable(WallPerson), rank: nullable(Type.Integer({ minimum: 1 })), now },
  hand: { hand: nullable(Type.Object({ since: Type.Number(), word: Type.String() })) },
  notice: { notice: nullable(Type.Object({ text: Type.String(), since: Type.Number() })) },
  screen: {
    shown: nullable(Shown),
    own: Type.Boolean(),
    asked: nullable(Shown),
    asking: Type.Optional(Type.Integer({ minimum: 1 })),
    declined: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  joined: { ref, mine: Mine },
  left: { run, participant: Type.Integer({ minimum: 1 }) },
  done: { ref },
  failed: { ref: nullable(ref), error: ErrorShape },
}

/** A check by a schema, in which no object has a field that it does not name. */
export function checkOf(schema: TSchema): Check {
  const compiled = Compile(closed(JSON.parse(JSON.stringify(schema))) as TSchema)
  return (value) => {
    if (compiled.Check(value)) return ''
    const shown = JSON.stringify(value)?.slice(0, 2000)
    const [error] = [...compiled.Errors(value)]
    return `${JSON.stringify(error)?.slice(0, 400)} in ${shown}`
  }
}

const checks = Object.fromEntries(
  Object.entries(MESSAGES).map(([type, fields]) => [
    type,
    checkOf(Type.Object({ type: Type.Literal(type), ...fields })),
  ]),
)

export const checkMessage: Check = (message) => {
  const { type } = message as { type?: unknown }
  return checks[String(type)]?.(message) ?? `a message of type ${JSON.stringify(type)}`
}

/** Shuts every object that does not say otherwise. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inside = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  return 'properties' in inside && !('additionalProperties' in inside)
    ? { ...inside, additionalProperties: false }
    : inside
}
