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
 * `datagrams.ts` (those without connections), `listeners.ts` (who comes, and by which listener), `endings.ts` (who goes), `call.ts` (what a call is).
 * Invariant: no acting character leaves here, whatever names and payloads hold.
 */
import { byWords } from './by-words.ts'
import { later } from '../model/later.ts'
import type { EventKind } from '../protocol/events.ts'
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
} from './call.ts'
import {
  acceptedCalls,
  connectedCalls,
  listenerClosedCalls,
  listeningCalls,
  refusedCalls,
  httpCalls,
  tlsCalls,
  unreachedCalls,
} from './listeners.ts'
import { transferCalls } from './transfers.ts'
import { closedCalls, disconnectCalls, endedCalls, halfClosedCalls } from './endings.ts'
import { boundCalls, datagramCalls, droppedCalls, metCalls, partedCalls, refusedByIcmp } from './datagrams.ts'
import { linesCalls, partialCalls } from './lines.ts'
import { blockedCalls } from './blocked.ts'

/** The most important level among the calls of an event: one of `level` is shown from there on. */
export function levelOf(event: { readonly kind: EventKind; readonly state?: string }): TraceLevel {
  const { kind } = event
  // How far a file has come is told now and then.
  return kind === 'lines' ||
    kind === 'partial-line' ||
    kind === 'datagram' ||
    kind === 'command' ||
    kind === 'name' ||
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
  event.kind === 'http-on-raw-listener' ||
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

function callsOf(
  event: Exclude<TracedEvent, { kind: 'lines' | 'partial-line' | 'datagram' }>,
  context: TraceContext,
): TraceCall[] {
  const { words } = context
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
      return tlsCalls(event, context)
    case 'http-on-raw-listener':
      return httpCalls(event, context)
    case 'refused':
      return refusedCalls(event, context)
    case 'ended':
      return endedCalls(event, context)
    case 'half-closed':
      return halfClosedCalls(event, context)
    case 'disconnect':
      return disconnectCalls(event, context)
    case 'command':
      return commandCalls(event, context)
    case 'name':
      return nameCalls(event, context)
    case 'stepper':
      return stepperCalls(event, context)
    case 'freeze':
      return freezeCalls(event, context)
    case 'class':
      return classCalls(event, context)
    case 'closed':
      return context.via(event.participant) === 'udp' ? partedCalls(event, context) : closedCalls(event, context)
    case 'unreached':
      return event.via === 'udp' ? refusedByIcmp(event, context) : unreachedCalls(event, context)
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
    case 'unblocked':
      return blockedCalls(event, context)
    case 'trouble':
      return [notice(error('recv() …'), note(words.trouble(event.code)))]
    case 'run-stopped':
      return [notice(text('exit()'), note(event.idle === undefined ? words.stopping : words.idle(event.idle)))]
    default:
      return later(event, [])
  }
}

/** The program calls nothing for a name, and does not know it. */
function nameCalls(event: Traced<'name'>, { words, page }: TraceContext): TraceCall[] {
  const said = words.named(event.name, byWords(words.by, event.by, page))
  return [{ level: 'info', by: 'kernel', pid: null, parts: [text(`#${event.participant}`), note(said)] }]
}

/** The lab does it, and not the program, which calls nothing for it. */
function commandCalls(event: Traced<'command'>, { words, page }: TraceContext): TraceCall[] {
  const what = event.command === 'remove-file' ? `#${event.file}` : event.command === 'forget' ? 'journal' : 'stdin'
  const asked = words.command[event.command](byWords(words.by, event.by, page))
  return [{ level: 'info', by: 'kernel', pid: null, parts: [text(what), note(asked)] }]
}

/** The lab does it: the program calls nothing, and stands where it stood. */
function freezeCalls(event: Traced<'freeze'>, { words, page }: TraceContext): TraceCall[] {
  const said = words.freeze[event.frozen ? 'on' : 'off'](byWords(words.by, event.by, page))
  return [{ level: 'notice', by: 'kernel', pid: null, parts: [text(event.frozen ? 'Recv-Q …' : 'Recv-Q'), note(said)] }]
}

/** As above: of somebody who is silent the kernel keeps what it sends. */
function classCalls(event: Traced<'class'>, { words, page }: TraceContext): TraceCall[] {
  const said = words.class[event.act](byWords(words.by, event.by, page))
  return [{ level: 'notice', by: 'kernel', pid: null, parts: [text(`#${event.participant}`), note(said)] }]
}

function stepperCalls(event: Traced<'stepper'>, context: TraceContext): TraceCall[] {
  const { words, page } = context
  const said = event.gone ? words.stepper.gone : words.stepper[event.state]
  return [call('notice', context, [text('select(socks) …'), note(said(byWords(words.by, event.by, page)))])]
}
