/**
 * The calls by which a connection ends, direction by direction or at once, whoever ends it. Pure. Counterparts: `trace.ts`;
 * `listeners.ts`, how it began; `datagrams.ts`, for what has no connection.
 */
import { byWords } from './by-words.ts'
import { call, error, note, recvOf, sendOf, text, who, type TraceCall, type TraceContext, type Traced } from './call.ts'

/** The other end sends no more. */
export function endedCalls({ participant: id }: Traced<'ended'>, context: TraceContext): TraceCall[] {
  const fin = note(context.words.fin[context.via(id)])
  return [call('notice', context, [text(`${recvOf(context, id)}(`), who(context, id), text(', 65536) = 0'), fin], id)]
}

/** The program sends no more. */
export function halfClosedCalls({ participant: id }: Traced<'half-closed'>, context: TraceContext): TraceCall[] {
  const it = who(context, id)
  const via = context.via(id)
  return [
    ...(via === 'tls' ? [call('debug', context, [text('SSL_shutdown('), it, text(') = 0')])] : []),
    call('notice', context, [text('shutdown('), it, text(', SHUT_WR)'), note(context.words.finSent[via])]),
  ]
}

/** Somebody has the program end a connection: what it does before `close`, which comes when the connection is gone. */
export function disconnectCalls({ participant, how, by }: Traced<'disconnect'>, context: TraceContext): TraceCall[] {
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

export function closedCalls(event: Traced<'closed'>, context: TraceContext): TraceCall[] {
  const { words } = context
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
    'no-process': abort(words.noProcess),
    'half-closed-too-long': words.halfClosed,
    'half-closed-replaced': words.madeRoom,
    'idle-timeout': words.idleTimeout,
    forgotten: '',
    // A unix socket was closed when that was asked for.
    disconnected: event.how === 'rst' && via !== 'unix' ? words.rst : '',
    'run-stopped': words.stopping,
  } as const
  // What was asked for is told there; these say so themselves.
  const cut = event.reset && event.how !== 'rst' && via !== 'unix'
  const aborted = ['slow-consumer', 'line-too-long', 'no-process'].includes(event.reason)
  const own = remarks[event.reason]
  const remark = !cut || aborted ? own : own === '' ? words.rst : words.aborted(own)
  const notes = [...(remark ? [note(remark)] : []), ...(event.unsent > 0 ? [note(words.unsent(event.unsent))] : [])]
  const over = event.reason === 'disconnected' && event.how === 'rst' && via === 'unix' ? ' = 0' : ''
  const close = call('notice', context, [text('close('), it, text(`)${over}`), ...notes])
  if (event.reason === 'disconnected' && !cut) return [close]
  const linger = via === 'unix' ? [] : [call('debug', context, [text('setsockopt('), it, text(', SO_LINGER, {1, 0})')])]
  if (event.reason === 'no-process') {
    return [call('notice', context, [text('fork() = -1 '), error('EAGAIN')]), ...linger, close]
  }
  if (aborted || cut) return [...linger, close]
  if (event.reason !== 'reset' && event.reason !== 'failed') {
    // After its own FIN the TLS layer has nothing left to say.
    return via === 'tls' && event.finSent === undefined
      ? [call('debug', context, [text('SSL_shutdown('), it, text(')')]), close]
      : [close]
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
