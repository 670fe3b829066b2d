/**
 * Events as the system calls that they stand for, in three levels as `socat -d -d` has them (worksheet, socat page):
 * notice, who comes and goes, refusals, errors, start and stop; info, what is passed on; debug, each wake-up of select, each
 * read with what it returned, each send. Used by the page's trace view and by `--trace` in a terminal.
 *
 * The calls are those of the sheet's program, not a recording of Node's. What is inferred, and not seen:
 * - A `send` for each receiver: the lab writes once a receiver at the end of a wake-up, whatever the number of events.
 * - What select returned: the sockets of the events of one wake-up. Of reads that completed no line and are told together, at
 *   most 4 events a second, only the wake-up of the last is known.
 * - When a child read: its bytes are dated when they came to the program, through a pipe.
 * - `socket`, `setsockopt` and `bind` before listen; `SO_LINGER` before an RST; `SSL_shutdown` before a close.
 * - The program's end of a connection: the sheet's programs call `close`, which sends FIN; `shutdown` is told where a
 *   program really half-closes, and where a participant is disconnected by FIN, as the lab does it for the program.
 * - When SSL_accept returned: the lab makes the handshake beside the program, and tells it with accept.
 * - In `relay-known` with a process each, the children are played by the one process: they have no pid.
 *
 * Pure. Counterparts: `escaped.ts` (escapes), `text.<lang>.ts` (remarks), `lines.ts` (the events with bytes),
 * `datagrams.ts` (those without connections), `listeners.ts` (who comes, and by which listener), `call.ts` (what a call is).
 * Invariant: no acting character leaves here, whatever names and payloads hold.
 */
import { byWords } from './by-words.ts'
import type { EventKind } from '../protocol/events.ts'
import {
  call,
  error,
  note,
  recvOf,
  sendOf,
  text,
  who,
  within,
  type TraceCall,
  type TraceContext,
  type TracedEvent,
  type Traced,
  type TraceLevel,
  type TracePart,
} from './call.ts'
import {
  acceptedCalls,
  connectedCalls,
  listenerClosedCalls,
  family,
  listeningCalls,
  place,
  refusedCalls,
} from './listeners.ts'
import { transferCalls } from './transfers.ts'
import { boundCalls, datagramCalls, droppedCalls, metCalls, partedCalls, refusedByIcmp } from './datagrams.ts'
import { linesCalls, partialCalls } from './lines.ts'
import { plain } from './escaped.ts'
import type { TraceWords } from './text.fr.ts'

/** The most important level among the calls of an event: one of `level` is shown from there on. */
export function levelOf(event: { readonly kind: EventKind; readonly state?: string }): TraceLevel {
  const { kind } = event
  // How far a file has come is told now and then.
  return kind === 'lines' ||
    kind === 'partial-line' ||
    kind === 'datagram' ||
    kind === 'command' ||
    (kind === 'transfer' && event.state === 'going')
    ? 'info'
    : 'notice'
}

/** Calls of an event, in their order, at most of a level. @param bytes of the payload those at hand, perhaps fewer than `size` */
export function traceOf(event: TracedEvent, bytes: Uint8Array, context: TraceContext, most: TraceLevel): TraceCall[] {
  const calls =
    event.kind === 'lines'
      ? linesCalls(event, bytes, context, most)
      : event.kind === 'partial-line'
        ? partialCalls(event, bytes, context)
        : event.kind === 'datagram'
          ? datagramCalls(event, bytes, context)
          : callsOf(event, context)
  const all = context.selects && isReady(event) ? [...selectCall(event, context), ...calls] : calls
  return all.filter((call) => within(call.level, most))
}

/** Whether select returned because of it: a connection to accept, bytes, FIN, an error. */
export const isReady = (event: TracedEvent): boolean =>
  event.kind === 'lines' ||
  event.kind === 'partial-line' ||
  event.kind === 'ended' ||
  event.kind === 'tls-on-plain-listener' ||
  (event.kind === 'connected' && event.accepted) ||
  (event.kind === 'closed' && (event.reason === 'reset' || event.reason === 'failed'))

/** The number of what made select return: a participant, 0 for the first listener, -n for that of listener n. */
export function readyOf(event: TracedEvent): number {
  if (event.kind !== 'connected') return event.participant
  return (event.listener ?? 1) > 1 ? -event.listener! : 0
}

function selectCall(event: TracedEvent, context: TraceContext): TraceCall[] {
  const ready = context.ready(event)
  if (!ready) return []
  const names = ready.who.flatMap((id, i) => [...(i > 0 ? [text(', ')] : []), who(context, id)])
  const parts = [text('select(socks) = ['), ...names, text(ready.all ? ']' : ', …]')]
  return [call('debug', context, [...parts, note(context.words.wakeUp(event.wakeUp))])]
}

/** A name that could not be looked up failed before there was a socket. */
const LOOKUP = new Set(['ENOTFOUND', 'EAI_AGAIN', 'target-unknown'])

function callsOf(
  event: Exclude<TracedEvent, { kind: 'lines' | 'partial-line' | 'datagram' }>,
  context: TraceContext,
): TraceCall[] {
  const words = context.words
  const id = event.participant
  const notice = (...parts: TracePart[]): TraceCall => call('notice', context, parts)
  const debug = (...parts: TracePart[]): TraceCall => call('debug', context, parts)
  switch (event.kind) {
    case 'run-started':
      return [notice(text(event.program), note(words.begins))]
    case 'listening':
      return event.listener.transport === 'udp'
        ? boundCalls(event.listener, context)
        : listeningCalls(event.listener, context)
    case 'listener-closed':
      return listenerClosedCalls(event.listener, context)
    case 'connected':
      return event.via === 'udp' ? metCalls(event, context) : connectedCalls(event, context)
    case 'kernel-drops':
      return droppedCalls(event, context)
    case 'accepted':
      return acceptedCalls(event, context)
    case 'tls-on-plain-listener':
      return [
        call(
          'notice',
          context,
          [text('recv('), who(context, id), text(', 65536) ≥ 2 "\\x16\\x03…"'), note(words.clientHello)],
          id,
        ),
      ]
    case 'refused':
      return refusedCalls(event, context)
    case 'ended':
      return [
        call(
          'notice',
          context,
          [text(`${recvOf(context, id)}(`), who(context, id), text(', 65536) = 0'), note(words.fin[context.via(id)])],
          id,
        ),
      ]
    case 'half-closed':
      return [
        ...(context.via(id) === 'tls' ? [debug(text('SSL_shutdown('), who(context, id), text(') = 0'))] : []),
        notice(text('shutdown('), who(context, id), text(', SHUT_WR)'), note(words.finSent[context.via(id)])),
      ]
    case 'disconnect':
      return disconnectCalls(event, context)
    case 'command': {
      // The lab does it, and not the program, which calls nothing for it.
      const what = event.command === 'remove-file' ? `#${event.file}` : 'stdin'
      const asked = words.command[event.command](byWords(words.by, event.by, context.page))
      return [{ level: 'info', by: 'kernel', pid: null, parts: [text(what), note(asked)] }]
    }
    case 'stepper': {
      const said = event.gone ? words.stepper.gone : words.stepper[event.state]
      return [notice(text('select(socks) …'), note(said(byWords(context.words.by, event.by, context.page))))]
    }
    case 'closed':
      return context.via(id) === 'udp' ? partedCalls(event, context) : closedCalls(event, context, words)
    case 'unreached': {
      if (event.via === 'udp') return refusedByIcmp(event, context)
      const what = LOOKUP.has(event.errno)
        ? `getaddrinfo(${plain(event.host)})`
        : `connect(${place(event.host, event.port)})`
      const socket = LOOKUP.has(event.errno) ? [] : [debug(text(`socket(${family(event.host)}, SOCK_STREAM)`))]
      return [...socket, notice(text(`${what} = -1 `), error(event.errno))]
    }
    case 'forked':
      return [
        { ...notice(text(`fork() = ${event.child}`)), pid: event.parent },
        { ...debug(text('fork() = 0')), by: 'child', pid: event.child },
      ]
    case 'child-died':
      return [notice(text('wait() = '), error(event.how))]
    case 'deadlock':
      return [notice(error('recv() …'), note(words.deadlock(event.run)))]
    case 'transfer':
      return transferCalls(event, context)
    case 'blocked':
      return [notice(text('sendall('), who(context, id), text(') …'), note(words.heldUp))]
    case 'unblocked':
      return [notice(text('sendall('), who(context, id), text(') = 0'), note(words.released))]
    case 'trouble':
      return [notice(error('recv() …'), note(words.trouble(event.code)))]
    case 'run-stopped':
      return [notice(text('exit()'), note(words.stopping))]
    default:
      return [] // what a later lab wrote
  }
}

/** Somebody has the program end a connection: what it does before `close`, which comes when the connection is gone. */
function disconnectCalls({ participant, how, by }: Traced<'disconnect'>, context: TraceContext): TraceCall[] {
  const words = context.words
  const it = who(context, participant)
  const via = context.via(participant)
  const asked = note(words.disconnected(byWords(context.words.by, by, context.page)))
  if (how === 'rst') {
    // A unix socket knows no RST: to close it is all that is done.
    return via === 'unix'
      ? [call('notice', context, [text('close('), it, text(') …'), asked])]
      : [call('notice', context, [text('setsockopt('), it, text(', SO_LINGER, {1, 0})'), asked])]
  }
  return [
    ...(via === 'tls' ? [call('debug', context, [text('SSL_shutdown('), it, text(') = 0')])] : []),
    call('notice', context, [text('shutdown('), it, text(', SHUT_WR)'), note('FIN'), asked]),
  ]
}

function closedCalls(event: Traced<'closed'>, context: TraceContext, words: TraceWords): TraceCall[] {
  const it = who(context, event.participant)
  const via = context.via(event.participant)
  // A unix socket knows no RST: to close it is all that can be done.
  const abort = (why: string): string => (via === 'unix' ? why : words.aborted(why))
  const remarks = {
    finished: '',
    reset: '',
    failed: '',
    'slow-consumer': abort(words.slow),
    'line-too-long': abort(words.tooLong),
    'not-stored': '',
    'not-sent': '',
    'half-closed-too-long': words.halfClosed,
    'idle-timeout': words.idleTimeout,
    forgotten: '',
    // A unix socket was closed when that was asked for.
    disconnected: event.how === 'rst' && via !== 'unix' ? words.rst : '',
    'run-stopped': words.stopping,
  } as const
  const remark = remarks[event.reason]
  const notes = [...(remark ? [note(remark)] : []), ...(event.unsent > 0 ? [note(words.unsent(event.unsent))] : [])]
  const over = event.reason === 'disconnected' && event.how === 'rst' && via === 'unix' ? ' = 0' : ''
  const close = call('notice', context, [text('close('), it, text(`)${over}`), ...notes])
  if (event.reason === 'disconnected') return [close]
  if (event.reason === 'slow-consumer' || event.reason === 'line-too-long') {
    return via === 'unix'
      ? [close]
      : [call('debug', context, [text('setsockopt('), it, text(', SO_LINGER, {1, 0})')]), close]
  }
  if (event.reason !== 'reset' && event.reason !== 'failed') {
    return via === 'tls' ? [call('debug', context, [text('SSL_shutdown('), it, text(')')]), close] : [close]
  }
  const errno = event.errno ?? 'ECONNRESET'
  // Writing to who has reset gives EPIPE; everything else is learnt by reading.
  const wrote = errno === 'EPIPE'
  const failed = wrote
    ? [text(`${sendOf(context, event.participant)}(`), it, text(') = -1 ')]
    : [text(`${recvOf(context, event.participant)}(`), it, text(', 65536) = -1 ')]
  const rst = event.reason === 'reset' && via !== 'unix' ? [note(words.rst)] : []
  return [call('notice', context, [...failed, error(errno), ...rst], wrote ? undefined : event.participant), close]
}
