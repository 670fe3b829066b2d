/**
 * What happened in a run, in order. The journal stores these, the event stream carries them, the page draws them.
 * Invariant: `seq` counts from 1 without gaps within a run, so that event n is the n-th row of any view.
 */
import { Type, type Static, type TProperties } from 'typebox'
import { By } from './by.ts'
import { ClassAct } from './class-act.ts'
import { CloseReason } from './close-reason.ts'
import { RefusalReason } from './refusal-reason.ts'
import { FileWay } from './transfers.ts'
import { Listener, PartialLine, ProgramId, Transport } from './model.ts'
import { AnyOptions } from '../options/schemas.ts'
import { StepperState } from './stepper.ts'

/**
 * How a participant is disconnected. `fin`: FIN after what is queued for it, then close; `rst`: RST at once (RFC 9293,
 * 3.10.5; SO_LINGER with a time of 0). A unix socket knows no RST: it is closed at once.
 */
export const Disconnect = Type.Union([Type.Literal('fin'), Type.Literal('rst')])
export type Disconnect = Static<typeof Disconnect>

/**
 * Who received the bytes of an event. `others`: every participant that was accepted and not closed at that
 * moment, except the sender; written so that the cost of recording a line does not grow with the class.
 */
export const Audience = Type.Union([Type.Literal('others'), Type.Literal('console'), Type.Array(Type.Integer())])
export type Audience = Static<typeof Audience>

const base = {
  seq: Type.Integer({ minimum: 1 }),
  t: Type.Integer({ description: "monotonic microseconds since the run's start" }),
  time: Type.Number({ description: 'wall clock, milliseconds since 1970, UTC' }),
  participant: Type.Integer({ description: 'who it is about; 0 is the program' }),
  wakeUp: Type.Integer({
    description: 'number of the wake-up of the event loop that it belongs to: events that share it were ready together',
  }),
  bytes: Type.String({ description: 'the exact bytes, base64; cut to the first part where `size` is larger' }),
  size: Type.Integer({ description: 'how many bytes there are in the journal' }),
  text: Type.String({ description: '`bytes` as UTF-8, malformed sequences replaced by U+FFFD' }),
}

/** The reads behind the bytes of an event. */
const reads = {
  reads: Type.Array(Type.Integer(), {
    description:
      'how many of the bytes each read brought, in order (at most 64 entries, the last one standing for the rest)',
  }),
  dropped: Type.Optional(
    Type.Array(Type.Integer(), { description: 'how many more each of them brought, which were too many for a line' }),
  ),
  readCount: Type.Optional(
    Type.Integer({ description: 'how many reads there were, where that is more than `reads` has entries' }),
  ),
}

/** Who asked for it, where somebody did; older journals do not say. */
const asked = { by: Type.Optional(By) }

const Senders = Type.Optional(
  Type.Array(Type.Integer(), {
    description: 'who fills its queue; absent where the program’s only process is in sendall, and nobody is read',
  }),
)

const event = <K extends string, P extends TProperties>(kind: K, properties: P) =>
  Type.Object({ ...base, kind: Type.Literal(kind), ...properties })

export const LabEvent = Type.Union([
  event('run-started', { program: ProgramId, options: AnyOptions, ...asked }),
  event('listener-closed', { listener: Listener, ...asked }),
  event('listening', {
    listener: Listener,
    receiveBuffer: Type.Optional(
      Type.Integer({ description: 'SO_RCVBUF of a datagram socket as the kernel tells it, bytes' }),
    ),
    ...asked,
  }),
  event('connected', {
    name: Type.String(),
    via: Transport,
    listener: Type.Optional(Type.Integer({ description: 'number of the listener it came by' })),
    web: Type.Boolean(),
    address: Type.String(),
    accepted: Type.Boolean({ description: 'the program accepted at once; else `accepted` follows when it does' }),
    outgoing: Type.Optional(Type.Boolean({ description: 'the program connected to it, not it to the program' })),
    ...asked,
  }),
  event('accepted', {}),
  event('lines', {
    to: Audience,
    lines: Type.Integer({ description: 'whole lines in `bytes`; a last one without its end counts as one' }),
    ...reads,
    told: Type.Optional(
      Type.Integer({
        description:
          'so many of `reads`, from the first on, were told by events before: by `partial-line`, or as `partialBytes` of `lines`',
      }),
    ),
    readsAt: Type.Optional(
      Type.Array(Type.Integer(), {
        description: "when the reads from `told` on returned, like `t`; those beyond returned at the event's own `t`",
      }),
    ),
    carried: Type.Boolean({ description: 'the first read of `reads` had begun in the event before' }),
    partialBytes: Type.Integer({
      description: 'bytes that the last read brought beyond these lines: a line still incomplete',
    }),
    discarded: Type.Integer({ description: 'bytes of over-long lines that were dropped' }),
    unfinished: Type.Boolean({ description: 'the last line came without its end, because the stream ended' }),
  }),
  event('partial-line', {
    ...reads,
    readsAt: Type.Array(Type.Integer(), { description: 'when each of them returned, like `t`' }),
    ...PartialLine.properties,
  }),
  event('tls-on-plain-listener', {}),
  event('http-on-raw-listener', { method: Type.String() }),
  event('datagram', {
    to: Type.Union([Type.Literal('console'), Type.Array(Type.Integer())], {
      description: 'nobody where the program has no address to send it to',
    }),
    cut: Type.Integer({
      description: 'bytes of it beyond the argument of recvfrom: `bytes` is what the program got, these are lost',
    }),
    errno: Type.Optional(Type.String({ description: 'why sendto failed: it was not sent' })),
  }),
  event('kernel-drops', {
    count: Type.Integer({ description: 'datagrams that the kernel dropped since it was last asked' }),
    total: Type.Integer({ description: 'the same since the socket was made: `drops` of /proc/net/udp' }),
    listener: Listener,
  }),
  event('ended', {}),
  event('half-closed', {}),
  event('closed', {
    reason: CloseReason,
    unsent: Type.Integer({ description: 'bytes meant for it that it never took' }),
    finSent: Type.Optional(
      Type.Literal(true, { description: 'the program had sent FIN before: its close sends no second one' }),
    ),
    reset: Type.Optional(
      Type.Literal(true, { description: 'the lab ended it by RST, whatever the reason; never over a unix socket' }),
    ),
    errno: Type.Optional(Type.String()),
    how: Type.Optional(Disconnect),
    by: Type.Optional(By),
  }),
  event('command', {
    command: Type.Union([
      Type.Literal('type'),
      Type.Literal('type-end'),
      Type.Literal('remove-file'),
      Type.Literal('forget'),
    ]),
    by: By,
    file: Type.Optional(Type.Integer({ description: 'number of the transfer whose file it is about' })),
  }),
  event('disconnect', { how: Disconnect, by: By }),
  event('name', {
    name: Type.String({ description: 'what it is called from then on: ":51512" again where its name was taken back' }),
    by: By,
  }),
  event('stepper', {
    state: StepperState,
    by: By,
    gone: Type.Optional(
      Type.Boolean({ description: 'nobody asked: the page of `by` has been gone for 30 s, and the program goes on' }),
    ),
  }),
  event('freeze', {
    frozen: Type.Boolean({ description: 'nobody is read from now on, or again' }),
    by: By,
  }),
  event('class', {
    act: ClassAct,
    by: By,
  }),
  event('refused', {
    address: Type.String(),
    reason: RefusalReason,
    errno: Type.Optional(Type.String({ description: 'what OpenSSL said of the handshake' })),
    count: Type.Optional(
      Type.Integer({
        description:
          'connections of this address that were refused for this reason within a second; `address` is that of the last. Absent: one',
      }),
    ),
    wait: Type.Optional(
      Type.Integer({
        description:
          'too-soon: a connection of its address was closed as `slow-consumer`, and nobody else is there from it; seconds until it may come',
      }),
    ),
  }),
  event('unreached', {
    host: Type.String(),
    port: Type.Integer(),
    errno: Type.String({ description: 'why, e.g. ECONNREFUSED' }),
    via: Type.Optional(
      Type.Literal('udp', { description: 'it is no connect that failed: an earlier datagram was answered by ICMP' }),
    ),
  }),
  event('forked', {
    child: Type.Integer({ description: 'process id of the child, which reads the connection' }),
    parent: Type.Integer({ description: 'process id of the parent, which writes to it' }),
  }),
  event('child-died', { how: Type.String({ description: 'its exit code, or the signal that ended it' }) }),
  event('deadlock', { run: Type.String({ description: 'the run at the other end' }) }),
  event('transfer', {
    state: Type.Union([
      Type.Literal('begun'),
      Type.Literal('going'),
      Type.Literal('whole'),
      Type.Literal('partial'),
      Type.Literal('refused'),
    ]),
    direction: FileWay,
    file: Type.Integer({ description: 'number of the transfer in the run' }),
    name: Type.String(),
    done: Type.Integer({ description: 'bytes so far' }),
    total: Type.Optional(Type.Integer({ description: 'bytes that there will be, where that is known' })),
    sha256: Type.Optional(Type.String({ description: 'of these bytes, once it has ended' })),
    errno: Type.Optional(Type.String({ description: 'why it was refused, e.g. EDQUOT, ENOSPC' })),
    ...asked,
  }),
  event('blocked', { senders: Senders }),
  event('unblocked', {
    senders: Senders,
    lost: Type.Optional(Type.Boolean({ description: 'because its connection is over: sendall failed' })),
  }),
  event('trouble', { code: Type.String() }),
  event('run-stopped', {
    ...asked,
    idle: Type.Optional(Type.Integer({ description: 'minutes without an event: it stopped by itself' })),
  }),
])
/**
 * One event. The kinds whose names do not say it all:
 * - `ended`: the participant sent FIN.
 * - `half-closed`: the program sent it FIN and goes on receiving (shutdown with SHUT_WR).
 * - `partial-line`: reads that completed no line, at most 4 events a second for each participant.
 * - `tls-on-plain-listener`: its first bytes are a TLS handshake, but the listener speaks plain TCP.
 * - `http-on-raw-listener`: its first line is a request of HTTP: a browser, and the program does not speak it.
 * - `blocked`: senders are not read because of what waits for this participant; `unblocked`: they are read again,
 *   because it took enough or has gone.
 * - `unreached`: connect failed, or nobody listens where a datagram went (ICMP).
 * - `datagram`: recvfrom or sendto returned; one event each keeps the boundaries.
 * - `kernel-drops`: the kernel dropped datagrams, most often because the socket's buffer was full.
 * - `deadlock`: this program and that of another run are each blocked in recv from the other.
 * - `transfer`: a file begins, continues (after 1, 2, 4, ... 60 s) or ends; the journal does not have its bytes.
 * - `command`: somebody typed on the program's keyboard, deleted a file, or had a person forgotten, whose name and address
 *   were replaced in events before: commands without an event of their own.
 * - `disconnect`: somebody asked to end this participant's connection, which the program drops; `closed` follows.
 * - `name`: somebody gave this participant, who came without a name, one, or took it back.
 * - `stepper`: somebody pauses the program before its next select, steps one wake-up, or resumes it.
 * - `freeze`: somebody stops all reading of the run, whose program learns of nothing, or lets go; nothing is lost.
 * - `class`: the teacher mutes this participant or lets it be heard again, gives it the floor or takes it back for all (`open`), keeps
 *   it out of the run or lets it in. The floor ends by itself when its participant goes.
 * - `trouble`: the run stopped reading; `code` says why.
 */
export type LabEvent = Static<typeof LabEvent>
export type EventKind = LabEvent['kind']
export type EventOf<K extends EventKind> = Extract<LabEvent, { kind: K }>

export const EVENT_KINDS: readonly EventKind[] = LabEvent.anyOf.map(({ properties }) => properties.kind.const)
