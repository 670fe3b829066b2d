/**
 * The calls behind lines that were passed on: the reads that brought them, and the sends to each receiver; and those behind
 * the beginning of a line. Counterpart: `trace.ts`, which says what of this is inferred.
 * Invariant: over all events of a run each read is told once, and what recv returned adds up to what came.
 */
import {
  call,
  note,
  recvOf,
  sendOf,
  text,
  who,
  within,
  type Traced,
  type TraceCall,
  type TraceContext,
  type TraceLevel,
  type TracePart,
} from './call.ts'
import { quoted } from './escaped.ts'

/** Bytes of one read that are shown; its size is always told. */
const SHOWN = 64
/** Participants named one by one; a class has hundreds, and the row one height. */
export const NAMED = 12
/** From so many entries of `reads` on the last one stands for the rest: `server/core/line-framer.ts`. */
const MOST_READS = 64

export function linesCalls(
  event: Traced<'lines'>,
  bytes: Uint8Array,
  context: TraceContext,
  most: TraceLevel,
): TraceCall[] {
  const deep = within('debug', most)
  const fromKeyboard = event.participant === 0
  const reads = !deep ? [] : fromKeyboard ? [keyboardRead(event, bytes, context)] : recvCalls(event, bytes, context)
  return [...reads, passedOn(event, context), ...(deep ? sends(event, context) : [])]
}

/** The program's own step: what the sheet's listing does with the lines. */
function passedOn(event: Traced<'lines'>, context: TraceContext): TraceCall {
  const words = context.words
  const remarks = [
    note(words.lines(event.lines)),
    ...(event.unfinished ? [note(words.unfinished)] : []),
    ...(event.discarded > 0 ? [note(words.discarded(event.discarded))] : []),
  ]
  const { to, size, participant } = event
  const reader = participant === 0 ? undefined : participant
  if (to === 'console') return call('info', context, [text(`print(${size})`), ...remarks], reader)
  if (to === 'others')
    return call('info', context, [text(`${context.queues ? 'send' : 'sendall'}(others, ${size})`), ...remarks], reader)
  if (to.length === 0)
    return call('info', context, [text(`${recvOf(context, participant)}() …`), note(words.lost), ...remarks], reader)
  const names = to.slice(0, NAMED).flatMap((id, i) => [...(i > 0 ? [text(', ')] : []), who(context, id)])
  const more = to.length > NAMED ? [note(words.more(to.length - NAMED))] : []
  return call('info', context, [text('sendall('), ...names, text(`, ${size})`), ...more, ...remarks], reader)
}

function keyboardRead(event: Traced<'lines'>, bytes: Uint8Array, context: TraceContext): TraceCall {
  return call('debug', context, [text(`readline(stdin) = ${event.size} ${quoted(bytes, SHOWN)}`)])
}

/** What the reads brought that no event before has told; each at its own time. */
function recvCalls(event: Traced<'lines'>, bytes: Uint8Array, context: TraceContext): TraceCall[] {
  const words = context.words
  const { told = 0, readsAt = [], reads, readCount } = event
  return readsOf(event, bytes).flatMap(({ size, shown }, i): TraceCall[] => {
    if (i < told && !context.alone) return []
    const last = i === reads.length - 1
    const kept = last && i >= told ? event.partialBytes : 0
    const remarks: TracePart[] = []
    if (i === 0 && event.carried) remarks.push(note(words.carried(size)))
    else if (i < told) remarks.push(note(words.toldBefore))
    if (kept > 0) remarks.push(note(words.partial(kept)))
    if (last && (readCount !== undefined || i === MOST_READS - 1)) remarks.push(note(words.several))
    // A read that began in the event before was longer than this event knows; so was, before they were counted one by one,
    // a read that discarded something.
    const partly = (i === 0 && event.carried) || (last && event.discarded > 0 && !event.dropped)
    const at = readsAt[i - told]
    return [recv(event, context, 'debug', partly ? `≥ ${size + kept}` : `= ${size + kept}`, shown, remarks, at)]
  })
}

/** Reads that completed no line, and what there is of it after them. */
export function partialCalls(event: Traced<'partial-line'>, bytes: Uint8Array, context: TraceContext): TraceCall[] {
  const words = context.words
  const { reads, readsAt = [], readCount, partialBytes, endsInCr } = event
  return readsOf(event, bytes).map(({ size, shown }, i) => {
    const last = i === reads.length - 1
    const remarks = [
      ...(last && readCount !== undefined ? [note(words.several)] : []),
      ...(last ? [note(words.noNewline(partialBytes))] : []),
      ...(last && endsInCr ? [note(words.endsInCr)] : []),
    ]
    return recv(event, context, 'info', `= ${size}`, shown, remarks, readsAt[i])
  })
}

/** What each read brought, what was dropped of it included, and its bytes, as far as they are at hand. */
function readsOf({ reads, dropped }: Pick<Traced<'lines'>, 'reads' | 'dropped'>, bytes: Uint8Array) {
  let from = 0
  return reads.map((kept, i) => {
    const shown = bytes.subarray(from, from + kept)
    from += kept
    const size = kept + (dropped?.[i] ?? 0)
    // Of a payload that the event stream cut only the beginning is here.
    const more = shown.length < size && shown.length <= SHOWN ? '…' : ''
    return { size, shown: shown.length > 0 ? ` ${quoted(shown, SHOWN)}${more}` : '' }
  })
}

function recv(
  event: Traced<'lines'> | Traced<'partial-line'>,
  context: TraceContext,
  level: TraceLevel,
  result: string,
  shown: string,
  remarks: readonly TracePart[],
  at: number | undefined,
): TraceCall {
  const { participant } = event
  const parts = [
    text(`${recvOf(context, participant)}(`),
    who(context, participant),
    text(`, 65536) ${result}${shown}`),
    ...remarks,
  ]
  return { ...call(level, context, parts, participant), ...(at !== undefined && at !== event.t && { t: at }) }
}

function sends(event: Traced<'lines'>, context: TraceContext): TraceCall[] {
  if (event.to === 'console') return []
  const all = event.to === 'others' ? context.others(event) : event.to
  const reader = event.participant === 0 ? undefined : event.participant
  return all.slice(0, NAMED).map((id, i) => {
    const more = i === NAMED - 1 && all.length > NAMED ? [note(context.words.more(all.length - NAMED))] : []
    return call(
      'debug',
      context,
      [text(`${sendOf(context, id)}(`), who(context, id), text(`, ${event.size})`), ...more],
      reader,
    )
  })
}
