/**
 * The things that the lab and its page talk about: runs, doors, participants, scenarios.
 * Counterpart: `events.ts` (what happened) and `messages.ts` (how both travel).
 * Invariant: nothing here depends on Node or on the DOM, so both sides may import it.
 */
import { Type, type Static } from 'typebox'
import { AnyOptions } from './options.ts'

/** The worksheet programs that this lab can run. */
export const ScenarioId = Type.Union([
  Type.Literal('line-server'),
  Type.Literal('line-client'),
  Type.Literal('alternating-chat'),
  Type.Literal('duplex-chat'),
  Type.Literal('relay-known'),
  Type.Literal('relay'),
])
export type ScenarioId = Static<typeof ScenarioId>

/** How a participant's bytes travel to the program. */
export const Transport = Type.Union([Type.Literal('tcp')])
export type Transport = Static<typeof Transport>

/** Where a run is asked to listen. Port 0 asks the kernel for a free one (POSIX bind). */
export const ListenAddress = Type.Object(
  {
    transport: Transport,
    host: Type.Optional(Type.String({ maxLength: 255, description: 'default: the host of the lab' })),
    port: Type.Integer({ minimum: 0, maximum: 65535 }),
  },
  { additionalProperties: false },
)
export type ListenAddress = Static<typeof ListenAddress>

/** An address on which a run really listens, read back from the kernel. */
export const Door = Type.Object({
  transport: Transport,
  host: Type.String({ description: 'the bound address, 0.0.0.0 for every interface' }),
  port: Type.Integer(),
  reachable: Type.Array(Type.String(), {
    description: 'addresses of this machine that lead to the door; never a guess',
  }),
})
export type Door = Static<typeof Door>

export const RunState = Type.Union(
  [Type.Literal('running'), Type.Literal('stopping'), Type.Literal('stopped'), Type.Literal('interrupted')],
  { description: 'interrupted: the lab ended without stopping the run; its journal is whole up to the last commit' },
)
export type RunState = Static<typeof RunState>

/** One started scenario with its addresses. */
export const Run = Type.Object({
  id: Type.String(),
  scenario: ScenarioId,
  options: AnyOptions,
  state: RunState,
  doors: Type.Array(Door),
  startedAt: Type.Number({ description: 'milliseconds since 1970, UTC' }),
  stoppedAt: Type.Union([Type.Number(), Type.Null()]),
  lastSeq: Type.Integer({ description: 'sequence number of the newest committed event, 0 when there is none' }),
  present: Type.Integer({ description: 'participants connected now' }),
  trouble: Type.Union([Type.String(), Type.Null()], {
    description: 'why the run reads nothing now (an error code, e.g. journal-full), null when all is well',
  }),
})
export type Run = Static<typeof Run>

export const ParticipantState = Type.Union(
  [Type.Literal('waiting'), Type.Literal('open'), Type.Literal('ended'), Type.Literal('closed')],
  {
    description:
      'waiting: connected for the kernel, not yet accepted by the program; ended: it sent FIN and may still receive; closed: gone',
  },
)
export type ParticipantState = Static<typeof ParticipantState>

/** How long the program will still wait for a byte on a connection, in either direction. */
export const Inactivity = Type.Union(
  [
    Type.Object({ closesAt: Type.Number({ description: "milliseconds since the run's start, by the clock of `t`" }) }),
    Type.Object({ left: Type.Number({ description: 'milliseconds; the time stands still' }) }),
  ],
  {
    description:
      'when it is closed unless a byte comes or goes; `left` while something other than the program keeps it from being read; absent where no time runs',
  },
)
export type Inactivity = Static<typeof Inactivity>

const Tally = Type.Object({ bytes: Type.Number(), lines: Type.Number() })

/** One connection to the program, whoever made it. Number 0 is the program itself and never appears here. */
export const Participant = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'order of connection in the run' }),
  name: Type.String({ description: 'the chosen name of a web participant, else ":port" of the peer' }),
  via: Transport,
  web: Type.Boolean({ description: 'true when the lab opened the connection for a browser' }),
  address: Type.String({ description: 'peer address and port as the kernel gave it at accept' }),
  state: ParticipantState,
  joinedSeq: Type.Integer(),
  leftSeq: Type.Union([Type.Integer(), Type.Null()]),
  said: Tally,
  heard: Tally,
  held: Type.Integer({ description: 'bytes of a line whose end has not come yet' }),
  queued: Type.Integer({ description: 'bytes accepted for this participant that the kernel has not taken yet' }),
  unread: Type.Boolean({ description: 'the program does not read this connection now: its bytes wait in the kernel' }),
  inactivity: Type.Optional(Inactivity),
})
export type Participant = Static<typeof Participant>

/** What the page and the API need to offer a scenario. */
export const ScenarioDescription = Type.Object({
  id: ScenarioId,
  question: Type.Union([Type.Integer(), Type.Null()], {
    description: 'question of the worksheet, 1 to 6; null for what its page on socat shows',
  }),
  console: Type.Union([Type.Literal('none'), Type.Literal('screen'), Type.Literal('keyboard')], {
    description: 'screen: the program prints on its console; keyboard: it reads it as well',
  }),
  options: Type.Unknown({ description: 'JSON Schema of the options' }),
})
export type ScenarioDescription = Static<typeof ScenarioDescription>
