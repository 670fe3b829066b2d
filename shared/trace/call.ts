/** What a line of a trace is made of. Counterparts: `trace.ts`, which makes them; the page and the terminal, which show them. */
import { forksWith, type Traits } from '../model/traits.ts'
import type { EventKind, LabEvent } from '../protocol/events.ts'
import type { Transport } from '../protocol/model.ts'
import type { AnyOptions } from '../model/options.ts'
import { plain } from './escaped.ts'
import type { TraceWords } from './text.fr.ts'

export const TRACE_LEVELS = ['notice', 'info', 'debug'] as const
export type TraceLevel = (typeof TRACE_LEVELS)[number]

/** A piece of a call: plain text, a participant's name (`who`), a remark, or what went wrong. */
export interface TracePart {
  readonly text: string
  readonly kind: 'text' | 'who' | 'note' | 'error'
  readonly who?: number
}

/** One system call. */
export interface TraceCall {
  readonly level: TraceLevel
  /** Who makes it. The kernel makes none: it is what happens without the program. */
  readonly by: 'main' | 'child' | 'kernel'
  /** Its process id, where it is known. */
  readonly pid: number | null
  readonly parts: readonly TracePart[]
  /** When it returned, like `t` of an event, where that was before its event. */
  readonly t?: number
}

/** What an event does not say itself. */
export interface TraceContext {
  /** What is said beside the calls. */
  readonly words: TraceWords
  /** The program waits in select. */
  readonly selects: boolean
  /** It keeps a queue for each receiver, and sends what the kernel takes. */
  readonly queues: boolean
  /** It has a process for each connection, which reads it. */
  readonly forks: boolean
  /** It asks for SO_REUSEADDR before it binds. */
  readonly reuses: boolean
  /** Reads that events before have told are told again: of an event that stands alone. */
  readonly alone?: boolean
  name(participant: number): string
  address(participant: number): string
  /** By what it is connected. */
  via(participant: number): Transport
  /** Number of the listener it came by; undefined where that is not known. */
  listener(participant: number): number | undefined
  /** Receivers of an event for `others`, as far as they are known. */
  others(event: { seq: number; participant: number }): readonly number[]
  /** What was ready in the event's wake-up, as `readyOf` numbers it; null where another event of it tells that already. */
  ready(event: { seq: number; wakeUp: number }): { who: readonly number[]; all: boolean } | null
  /** Process id of the child that reads a connection. */
  child(participant: number): number | null
  /** Number of the page that shows it, where a page does. */
  readonly page?: number | undefined
  /** Process id of the program. */
  readonly pid: number | null
}

type Without<E> = E extends LabEvent ? Omit<E, 'bytes' | 'text'> : never
/** An event whose bytes come apart: as they are, not in base64. A `LabEvent` is one. */
export type TracedEvent = Without<LabEvent>
export type Traced<K extends EventKind> = Extract<TracedEvent, { kind: K }>

export const text = (said: string): TracePart => ({ text: said, kind: 'text' })
export const note = (said: string): TracePart => ({ text: `  (${plain(said)})`, kind: 'note' })
export const error = (said: string): TracePart => ({ text: plain(said), kind: 'error' })
/** @param id a participant, or what `readyOf` has for a listener */
export const who = (context: TraceContext, id: number): TracePart =>
  id <= 0 ? text(listenerOf(-id)) : { text: plain(context.name(id)), kind: 'who', who: id }
/** The listening socket of a listener, as a program with several would call them. */
export const listenerOf = (listener = 1): string => (listener > 1 ? `listener${listener}` : 'listener')

/** What reads from, or writes to, a participant: below TLS the program calls OpenSSL, as socat does. */
export const recvOf = (context: TraceContext, id: number): string => (context.via(id) === 'tls' ? 'SSL_read' : 'recv')
export const sendOf = (context: TraceContext, id: number): string => (context.via(id) === 'tls' ? 'SSL_write' : 'send')

/** The whole call as one line of text. */
export const callText = ({ parts }: Pick<TraceCall, 'parts'>): string => parts.map((part) => part.text).join('')

const RANK = { notice: 0, info: 1, debug: 2 } as const
export const within = (level: TraceLevel, most: TraceLevel): boolean => RANK[level] <= RANK[most]

/** A call of the program, or of its child for `reader` where it forks. */
export function call(level: TraceLevel, context: TraceContext, parts: TracePart[], reader?: number): TraceCall {
  const child = reader !== undefined && context.forks
  return { level, by: child ? 'child' : 'main', pid: child ? context.child(reader) : context.pid, parts }
}

/** What a program is to its trace. */
export const shapeOf = (
  traits: Pick<Traits, 'selects' | 'queues' | 'forks'>,
  options: AnyOptions,
): Pick<TraceContext, 'selects' | 'queues' | 'forks' | 'reuses'> => ({
  reuses: options.reuseAddress !== false,
  selects: traits.selects !== null,
  queues: traits.queues?.(options) === true,
  forks: forksWith(traits, options),
})

const LETTERS = { notice: 'N', info: 'I', debug: 'D' } as const
export const letterOf = (level: TraceLevel): string => LETTERS[level]

/** `14:03:22.123`: wall clock of this machine. @param time milliseconds since 1970 */
export function clockOf(time: number): string {
  const date = new Date(time)
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((value) => String(value).padStart(2, '0'))
  return `${parts.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** Who makes a call: `relay`, `relay[4711]`, `relay-child[4712]`, `kernel`. */
export function makerOf({ by, pid }: Pick<TraceCall, 'by' | 'pid'>, program: string): string {
  if (by === 'kernel') return 'kernel'
  return `${program}${by === 'child' ? '-child' : ''}${pid === null ? '' : `[${pid}]`}`
}

/** `0.001234`: seconds since the run's start. @param t microseconds */
export const sinceOf = (t: number): string => `${Math.floor(t / 1_000_000)}.${String(t % 1_000_000).padStart(6, '0')}`

/** The line of a terminal: `14:03:22.123 0.001234 #3 relay[4711] N accept(listener) = ana [127.0.0.1:51512]`. */
export function lineOf(event: Pick<LabEvent, 'seq' | 't' | 'time'>, call: TraceCall, program: string): string {
  const { t = event.t } = call
  const since = sinceOf(t)
  const maker = makerOf(call, program)
  // The wall clock of the call as the monotonic one has it: a step of the clock between the two is none of a read.
  return `${clockOf(event.time - (event.t - t) / 1000)} ${since} #${event.seq} ${maker} ${letterOf(call.level)} ${callText(call)}`
}
