/**
 * Events as the system calls that they stand for, in three levels as `socat -d -d` has them (worksheet, socat page):
 * notice, who comes and goes, refusals, errors, start and stop; info, what is passed on; debug, each wake-up of select, each
 * read with what it returned, each send. Used by the page's trace view and by `--trace` in a terminal.
 *
 * The calls are those of the sheet's program, not a recording of Node's. What is inferred, and not seen:
 * - A `send` for each receiver: the lab writes once a receiver at the end of a wake-up, whatever the number of events.
 * - When a read happened whose line was not complete: it is told with the event that completed the line.
 * - What select returned: the sockets of the events of one wake-up. A read that completed no line is not among them.
 * - `socket`, `setsockopt` and `bind` before listen; `SO_LINGER` before an RST.
 * - In `relay-known` with a process each, the children are played by the one process: they have no pid.
 *
 * Pure. Counterparts: `trace-text.ts` (escapes), `trace-words.ts` (remarks), `trace-lines.ts` (the events with bytes),
 * `trace-call.ts` (what a call is).
 * Invariant: no acting character leaves here, whatever names and payloads hold.
 */
import type { EventKind } from './events.ts'
import { BACKLOG } from './limits.ts'
import {
  call,
  error,
  note,
  text,
  who,
  within,
  type TraceCall,
  type TraceContext,
  type TracedEvent,
  type Traced,
  type TraceLevel,
  type TracePart,
} from './trace-call.ts'
import { linesCalls } from './trace-lines.ts'
import { plain } from './trace-text.ts'
import { traceWords, type TraceWords } from './trace-words.ts'

/** The most important level among the calls of an event: one of `level` is shown from there on. */
export const levelOf = (kind: EventKind): TraceLevel => (kind === 'lines' ? 'info' : 'notice')

/** Calls of an event, in their order, at most of a level. @param bytes of the payload those at hand, perhaps fewer than `size` */
export function traceOf(event: TracedEvent, bytes: Uint8Array, context: TraceContext, most: TraceLevel): TraceCall[] {
  const calls = event.kind === 'lines' ? linesCalls(event, bytes, context, most) : callsOf(event, context)
  const all = context.selects && isReady(event) ? [...selectCall(event, context), ...calls] : calls
  return all.filter((call) => within(call.level, most))
}

/** Whether select returned because of it: a connection to accept, bytes, FIN, an error. */
export const isReady = (event: TracedEvent): boolean =>
  event.kind === 'lines' ||
  event.kind === 'ended' ||
  (event.kind === 'connected' && event.accepted) ||
  (event.kind === 'closed' && (event.reason === 'reset' || event.reason === 'failed'))

function selectCall(event: TracedEvent, context: TraceContext): TraceCall[] {
  const ready = context.ready(event)
  if (!ready) return []
  const names = ready.who.flatMap((id, i) => [...(i > 0 ? [text(', ')] : []), who(context, id)])
  const parts = [text('select(socks) = ['), ...names, text(ready.all ? ']' : ', …]')]
  return [call('debug', context, [...parts, note(traceWords(context.lang).wake(event.wake))])]
}

const family = (host: string): string => (host.includes(':') ? 'AF_INET6' : 'AF_INET')
const place = (host: string, port: number): string =>
  plain(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)
/** A participant with its address, where that is known and says more than the name. */
const named = (context: TraceContext, id: number, address: string): TracePart[] =>
  address === '' || address === context.name(id) ? [who(context, id)] : [who(context, id), text(` [${plain(address)}]`)]
/** A name that could not be looked up failed before there was a socket. */
const LOOKUP = new Set(['ENOTFOUND', 'EAI_AGAIN', 'target-unknown'])

function callsOf(event: Exclude<TracedEvent, { kind: 'lines' }>, context: TraceContext): TraceCall[] {
  const words = traceWords(context.lang)
  const id = event.participant
  const notice = (...parts: TracePart[]): TraceCall => call('notice', context, parts)
  const debug = (...parts: TracePart[]): TraceCall => call('debug', context, parts)
  switch (event.kind) {
    case 'run-started':
      return [notice(text(event.scenario), note(words.begins))]
    case 'listening': {
      const { host, port } = event.door
      return [
        debug(text(`socket(${family(host)}, SOCK_STREAM) = listener`)),
        debug(text('setsockopt(listener, SO_REUSEADDR, 1)')),
        debug(text(`bind(listener, ${place(host, port)})`)),
        notice(text(`listen(${place(host, port)}, backlog ${BACKLOG})`)),
      ]
    }
    case 'connected': {
      const peer = named(context, id, event.address)
      if (event.outgoing) {
        return [
          debug(text(`socket(${event.address.startsWith('[') ? 'AF_INET6' : 'AF_INET'}, SOCK_STREAM)`)),
          notice(text(`connect(${plain(event.address)}) = 0`)),
        ]
      }
      if (event.accepted) return [notice(text('accept(listener) = '), ...peer)]
      return [
        {
          level: 'notice',
          by: 'kernel',
          pid: null,
          parts: [text('SYN, SYN-ACK, ACK: '), ...peer, note(words.backlog)],
        },
      ]
    }
    case 'accepted': {
      return [notice(text('accept(listener) = '), ...named(context, id, context.address(id)), note(words.accepts))]
    }
    case 'ended':
      return [call('notice', context, [text('recv('), who(context, id), text(', 65536) = 0'), note(words.fin)], id)]
    case 'closed':
      return closedCalls(event, context, words)
    case 'refused':
      return [
        debug(text(`accept(listener) = [${plain(event.address)}]`)),
        notice(text('close('), error(`[${event.address}]`), text(')'), note(words[event.reason])),
      ]
    case 'unreached': {
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
    case 'held-up':
      return [notice(text('sendall('), who(context, id), text(') …'), note(words.heldUp))]
    case 'released':
      return [notice(text('sendall('), who(context, id), text(') = 0'), note(words.released))]
    case 'trouble':
      return [notice(error('recv() …'), note(words.trouble(event.code)))]
    case 'run-stopped':
      return [notice(text('exit()'), note(words.stopping))]
  }
}

function closedCalls(event: Traced<'closed'>, context: TraceContext, words: TraceWords): TraceCall[] {
  const it = who(context, event.participant)
  const remarks = {
    finished: '',
    reset: '',
    failed: '',
    'slow-consumer': words.slow,
    'line-too-long': words.tooLong,
    'half-closed-too-long': words.halfClosed,
    'run-stopped': words.stopping,
  } as const
  const remark = remarks[event.reason]
  const notes = [...(remark ? [note(remark)] : []), ...(event.unsent > 0 ? [note(words.unsent(event.unsent))] : [])]
  const close = call('notice', context, [text('close('), it, text(')'), ...notes])
  if (event.reason === 'slow-consumer' || event.reason === 'line-too-long') {
    return [call('debug', context, [text('setsockopt('), it, text(', SO_LINGER, {1, 0})')]), close]
  }
  if (event.reason !== 'reset' && event.reason !== 'failed') return [close]
  const errno = event.errno ?? 'ECONNRESET'
  // Writing to who has reset gives EPIPE; everything else is learnt by reading.
  const failed = errno === 'EPIPE' ? ['send(', ') = -1 '] : ['recv(', ', 65536) = -1 ']
  const reader = errno === 'EPIPE' ? undefined : event.participant
  const rst = event.reason === 'reset' ? [note(words.rst)] : []
  return [call('notice', context, [text(failed[0]!), it, text(failed[1]!), error(errno), ...rst], reader), close]
}
