/**
 * Options of each scenario, as JSON Schema: the form in the page, the REST check, the command line and the defaults all
 * come from here. Every option has a default, except a target, which nobody can guess.
 */
import { Type, type Static } from 'typebox'

const closed = { additionalProperties: false }

/** Longest inactivity that may be asked for, in seconds. */
const MOST_INACTIVE_S = 3600

const stream = {
  maxLine: Type.Integer({
    minimum: 16,
    // Well below what the queue of a receiver can hold: one line must never be what resets it.
    maximum: 131_072,
    default: 16_384,
    description:
      'longest line in bytes, its end included; the rest of a longer one is discarded, and the event says so',
  }),
  inactivity: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MOST_INACTIVE_S,
      default: 0,
      description:
        'seconds without a byte in either direction after which the program closes a connection that it has accepted, as socat -T does; 0 for never',
    }),
  ),
}

/** What only a program that listens has. Marked for the form, the command line and the defaults: a client has none of it. */
const listening = {
  reuseAddress: Type.Boolean({
    default: true,
    listens: true,
    description: 'SO_REUSEADDR: listen although connections of an earlier program on this port are in TIME_WAIT',
  }),
}

/** The same in a program whose role decides: as a client it has none. */
const chatListening = { reuseAddress: Type.Optional(listening.reuseAddress) }

/** Where a client connects to. A host is a name or an address in any notation; what it resolves to is checked. */
export const Target = Type.Object(
  { host: Type.String({ minLength: 1, maxLength: 255 }), port: Type.Integer({ minimum: 1, maximum: 65_535 }) },
  closed,
)
export type Target = Static<typeof Target>

export const StreamOptions = Type.Object({ ...stream, ...listening }, closed)
export type StreamOptions = Static<typeof StreamOptions>

export const LineClientOptions = Type.Object({ ...stream, target: Target }, closed)
export type LineClientOptions = Static<typeof LineClientOptions>

export const AlternatingChatOptions = Type.Object(
  {
    ...stream,
    ...chatListening,
    role: Type.Union([Type.Literal('server'), Type.Literal('client')], { default: 'server' }),
    begins: Type.Union([Type.Literal('as-the-sheet'), Type.Literal('reading'), Type.Literal('writing')], {
      default: 'as-the-sheet',
      description: 'the sheet has the client begin by writing, the server by reading; both may be turned round',
    }),
    target: Type.Optional(Target),
  },
  closed,
)
export type AlternatingChatOptions = Static<typeof AlternatingChatOptions>

export const DuplexChatOptions = Type.Object(
  {
    ...stream,
    ...chatListening,
    role: Type.Union([Type.Literal('server'), Type.Literal('client')], { default: 'server' }),
    target: Type.Optional(Target),
  },
  closed,
)
export type DuplexChatOptions = Static<typeof DuplexChatOptions>

export const RelayKnownOptions = Type.Object(
  {
    ...stream,
    ...listening,
    count: Type.Integer({ minimum: 2, maximum: 20, default: 3, description: 'how many clients the program accepts' }),
    strategy: Type.Union([Type.Literal('in-turn'), Type.Literal('process-each'), Type.Literal('unknown')], {
      default: 'in-turn',
      description:
        'in-turn: reads client 1, then 2, ...; process-each: a process for each client; unknown: alternates accept and reads, for a number nobody knows',
    }),
  },
  closed,
)
export type RelayKnownOptions = Static<typeof RelayKnownOptions>

/** A program that takes bytes as they come has no lines, and so no longest one. */
export const FileOptions = Type.Object({ inactivity: stream.inactivity, ...listening }, closed)
export type FileOptions = Static<typeof FileOptions>
/** Longest payload of a datagram in bytes: 65,535 of an IPv4 packet, less its own header of 20 and that of UDP of 8 (RFC 768). */
export const MAX_DATAGRAM = 65_507

const datagrams = {
  maxLine: Type.Integer({
    minimum: 16,
    // A typed line may be too long for a datagram: the kernel refuses it then, and that is worth seeing.
    maximum: 131_072,
    default: 131_072,
    description: 'longest line of the keyboard in bytes, its end included; the rest of a longer one is discarded',
  }),
  lineEnd: Type.Boolean({
    default: true,
    description: 'a line of the keyboard is sent with its end, as socat and readline of Python do; else without it',
  }),
}

export const UdpReceiverOptions = Type.Object(
  {
    ...datagrams,
    maximum: Type.Integer({
      minimum: 1,
      maximum: 65_535,
      default: 65_535,
      description: 'the argument of recvfrom in bytes: the rest of a longer datagram is lost, and the event says so',
    }),
    receiveBuffer: Type.Integer({
      minimum: 0,
      maximum: 4_194_304,
      default: 0,
      description: 'SO_RCVBUF in bytes, of which Linux takes the double; 0 leaves it to the system',
    }),
  },
  closed,
)
export type UdpReceiverOptions = Static<typeof UdpReceiverOptions>

export const UdpSenderOptions = Type.Object(
  {
    ...datagrams,
    target: Target,
    cut: Type.Union([Type.Literal('lines'), Type.Literal('blocks')], {
      default: 'lines',
      description: 'lines: each line of the keyboard is a datagram; blocks: so many bytes of it, whatever they are',
    }),
    size: Type.Integer({
      minimum: 1,
      maximum: MAX_DATAGRAM,
      default: 1024,
      description: 'bytes of a datagram where the keyboard is cut into blocks; the last one may be shorter',
    }),
    connected: Type.Boolean({
      default: false,
      description: 'connect before the first datagram: the kernel then tells when nobody listens at the target',
    }),
  },
  closed,
)
export type UdpSenderOptions = Static<typeof UdpSenderOptions>

/** What every scenario's options have in common; the rest is the scenario's own affair. */
export interface AnyOptions {
  /** Absent where the program knows no lines. */
  readonly maxLine?: number
  /** Seconds; 0 or absent for never. */
  readonly inactivity?: number
  readonly target?: Target
  /** Absent where the program does not listen. */
  readonly reuseAddress?: boolean
}
/** The same as a schema, for what is only passed on. */
export const AnyOptions = Type.Object(
  {
    maxLine: Type.Optional(Type.Integer()),
    inactivity: Type.Optional(Type.Integer()),
    target: Type.Optional(Target),
    reuseAddress: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: true },
)
