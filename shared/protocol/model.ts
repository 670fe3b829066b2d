/**
 * The things that the lab and its page talk about: runs, listeners, participants, programs.
 * Counterpart: `events.ts` (what happened) and `messages.ts` (how both travel).
 * Invariant: nothing here depends on Node or on the DOM, so both sides may import it.
 */
import { Type, type Static } from 'typebox'
import { HOST } from '../model/constants.ts'
import { PROGRAM_IDS, type ProgramId as Id } from '../model/programs.ts'
import { AnyOptions } from '../options/schemas.ts'

/** The worksheet programs that this lab can run. */
export const ProgramId = Type.Unsafe<Id>(Type.Union(PROGRAM_IDS.map((id) => Type.Literal(id))))
export type ProgramId = Id

/** How a participant's bytes travel to the program. */
export const Transport = Type.Union([
  Type.Literal('tcp'),
  Type.Literal('tls'),
  Type.Literal('unix'),
  Type.Literal('udp'),
])
export type Transport = Static<typeof Transport>
/** Those that carry a stream of bytes; the others carry datagrams. */
export type StreamTransport = Exclude<Transport, 'udp'>

/** Which kind of IP address a listener has. `both`: one socket of both families, or a listener for each with the same port. */
export const Family = Type.Union([Type.Literal('v4'), Type.Literal('v6'), Type.Literal('both')])
export type Family = Static<typeof Family>

/** Where a run is asked to listen over a network. Port 0 asks the kernel for a free one (POSIX bind). */
export const PortAddress = Type.Object(
  {
    transport: Type.Union([Type.Literal('tcp'), Type.Literal('tls')]),
    host: Type.Optional(Type.String({ maxLength: 255, pattern: HOST, description: 'default: the host of the lab' })),
    family: Type.Optional({
      ...Family,
      description: 'instead of a host: loopback while the lab is on loopback, else every interface',
    } as typeof Family),
    ipv6Only: Type.Optional(Type.Boolean({ description: ':: without IPv4 (RFC 3493, 5.3: IPV6_V6ONLY)' })),
    port: Type.Integer({ minimum: 0, maximum: 65535 }),
  },
  { additionalProperties: false },
)
export type PortAddress = Static<typeof PortAddress>

/** Where a run is asked to listen on this machine alone (POSIX sockaddr_un: 107 bytes at most on Linux). */
export const UnixAddress = Type.Object(
  {
    transport: Type.Literal('unix'),
    path: Type.String({
      minLength: 1,
      maxLength: 107,
      pattern: '^[^\\x00]*$',
      description:
        'a name without a slash stands in the temporary folder; a path, from this machine only: absolute, or relative to the folder in which the lab was started; 107 bytes at most',
    }),
    mode: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 0o777, description: 'permissions of the socket file, 0600 by default' }),
    ),
  },
  { additionalProperties: false },
)
export type UnixAddress = Static<typeof UnixAddress>

/** Where a run is asked to take datagrams. A socket has one family: `both`, and the host `::`, are two of them on one port. */
export const UdpAddress = Type.Object(
  {
    transport: Type.Literal('udp'),
    host: Type.Optional(Type.String({ maxLength: 255, pattern: HOST, description: 'default: the host of the lab' })),
    family: Type.Optional({
      ...Family,
      description: 'instead of a host: loopback while the lab is on loopback, else every interface',
    } as typeof Family),
    port: Type.Integer({ minimum: 0, maximum: 65535 }),
  },
  { additionalProperties: false },
)
export type UdpAddress = Static<typeof UdpAddress>

export const ListenAddress = Type.Union([PortAddress, UnixAddress, UdpAddress])
export type ListenAddress = Static<typeof ListenAddress>

/** An address on which a run really listens, read back from the kernel. */
export const Listener = Type.Object({
  number: Type.Integer({ minimum: 1, description: 'order of opening in the run; never used again' }),
  transport: Transport,
  host: Type.String({ description: 'the bound address, 0.0.0.0 for every interface; empty for unix' }),
  port: Type.Integer({ description: '0 for unix' }),
  ipv6Only: Type.Optional(Type.Boolean({ description: ':: leads to IPv6 addresses only' })),
  path: Type.Optional(Type.String({ description: 'unix: the socket file' })),
  mode: Type.Optional(Type.Integer({ description: 'unix: permissions of the socket file' })),
  reachable: Type.Array(Type.String(), {
    description: 'addresses of this machine that lead to the listener; never a guess. Empty for unix',
  }),
})
export type Listener = Static<typeof Listener>

export const RunState = Type.Union(
  [Type.Literal('running'), Type.Literal('stopping'), Type.Literal('stopped'), Type.Literal('interrupted')],
  { description: 'interrupted: the lab ended without stopping the run; its journal is whole up to the last commit' },
)
export type RunState = Static<typeof RunState>

/** One started program with its addresses. */
export const Run = Type.Object({
  id: Type.String(),
  program: ProgramId,
  options: AnyOptions,
  state: RunState,
  listeners: Type.Array(Listener),
  startedAt: Type.Number({ description: 'milliseconds since 1970, UTC' }),
  stoppedAt: Type.Union([Type.Number(), Type.Null()]),
  lastSeq: Type.Integer({ description: 'sequence number of the newest committed event, 0 when there is none' }),
  for: Type.Optional(
    Type.Object({ name: Type.String() }, { description: 'the student for whom the teacher started it' }),
  ),
  present: Type.Integer({ description: 'participants connected now' }),
  trouble: Type.Union([Type.String(), Type.Null()], {
    description: 'why the run reads nothing now (an error code, e.g. journal-full), null when all is well',
  }),
})
export type Run = Static<typeof Run>

/** Why the lab reads nothing of somebody: the teacher has muted it, or given the floor to another one. */
export const Silence = Type.Union([Type.Literal('muted'), Type.Literal('floor')])
export type Silence = Static<typeof Silence>

export const ParticipantState = Type.Union(
  [Type.Literal('waiting'), Type.Literal('open'), Type.Literal('ended'), Type.Literal('closed')],
  {
    description:
      'waiting: connected for the kernel, not yet accepted by the program; ended: it sent FIN and may still receive; closed: gone',
  },
)
export type ParticipantState = Static<typeof ParticipantState>

/** How long the program will still wait for a byte on a connection, in either direction. */
export const IdleTimeout = Type.Union(
  [
    Type.Object({ closesAt: Type.Number({ description: "milliseconds since the run's start, by the clock of `t`" }) }),
    Type.Object({ left: Type.Number({ description: 'milliseconds; the time stands still' }) }),
  ],
  {
    description:
      'when it is closed unless a byte comes or goes; `left` while something other than the program keeps it from being read; absent where no time runs',
  },
)
export type IdleTimeout = Static<typeof IdleTimeout>

/** A line that has begun to arrive, and whose end has not come. */
export const PartialLine = Type.Object({
  partialBytes: Type.Integer({ description: 'bytes of it that the program has read' }),
  partialSince: Type.Integer({
    description: "when the read that brought the first of them returned, microseconds since the run's start, like `t`",
  }),
  endsInCr: Type.Boolean({ description: 'the last of them is CR: a raw terminal’s Enter, or half of a CRLF' }),
})
export type PartialLine = Static<typeof PartialLine>

const Tally = Type.Object({
  bytes: Type.Number(),
  lines: Type.Number({ description: 'lines of a stream; datagrams where the participant is reached by udp' }),
})

/** One connection to the program, whoever made it; one address that it exchanges datagrams with, where it has no connections. Number 0 is the program itself and never appears here. */
export const Participant = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'order of connection in the run' }),
  name: Type.String({
    description:
      'the chosen name of a web participant, or what somebody named it; else ":port" of the peer, or "unix 3" where it has none',
  }),
  named: Type.Optional(Type.Literal(true, { description: 'it came without a name, and somebody gave it this one' })),
  via: Transport,
  listener: Type.Optional(
    Type.Integer({ description: 'number of the listener it came by; absent where the program connected' }),
  ),
  web: Type.Boolean({ description: 'true when the lab opened the connection for a browser' }),
  address: Type.String({
    description: 'peer address and port as the kernel gave it at accept; by unix, the path of the listener',
  }),
  state: ParticipantState,
  joinedSeq: Type.Integer(),
  leftSeq: Type.Union([Type.Integer(), Type.Null()]),
  sent: Tally,
  received: Tally,
  partialBytes: Type.Integer({ description: 'bytes of a line whose end has not come yet' }),
  queued: Type.Integer({ description: 'bytes accepted for this participant that the kernel has not taken yet' }),
  takenAt: Type.Optional(
    Type.Integer({
      description:
        'where bytes are queued: when the kernel last took any, microseconds since the run’s start, like `t`',
    }),
  ),
  waitsFor: Type.Optional(
    Type.Array(Type.Integer(), {
      description: 'whose queues it fills, so that it is not read until these take more; 16 of them at most',
    }),
  ),
  partial: Type.Optional({
    ...PartialLine,
    description: 'the line that is coming in; absent between two lines, and where the program reads no lines',
  } as typeof PartialLine),
  paused: Type.Boolean({ description: 'the program does not read this connection now: its bytes wait in the kernel' }),
  idleTimeout: Type.Optional(IdleTimeout),
  silent: Type.Optional({
    ...Silence,
    description:
      'the teacher has muted it, or given the floor to another one: what it sends waits in the kernel. Absent: neither',
  } as typeof Silence),
  floor: Type.Optional(Type.Literal(true, { description: 'it has the floor: of all, it alone is read' })),
})
export type Participant = Static<typeof Participant>

/** What the page and the API need to offer a program. */
export const ProgramDescription = Type.Object({
  id: ProgramId,
  question: Type.Union([Type.Integer(), Type.Null()], {
    description: 'question of the worksheet, 1 to 6; null for what its page on socat shows',
  }),
  console: Type.Union([Type.Literal('none'), Type.Literal('screen'), Type.Literal('keyboard')], {
    description: 'screen: the program prints on its console; keyboard: it reads it as well',
  }),
  options: Type.Unknown({ description: 'JSON Schema of the options' }),
})
export type ProgramDescription = Static<typeof ProgramDescription>
