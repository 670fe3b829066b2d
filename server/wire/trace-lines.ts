/**
 * The calls behind lines that were passed on: the reads that brought them, and the sends to each receiver.
 * Counterpart: `trace.ts`, which says what of this is inferred.
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
} from './trace-call.ts'
import { quoted } from './trace-text.ts'
import { traceWords } from './trace-words.ts'

/** Bytes of one read that are shown; its size is always told. */
const SHOWN = 64
/** Receivers named one by one; a class has hundreds, and the row one height. */
const NAMED = 12
/** From so many entries of `reads` on the last one stands for the rest: `core/line-framer.ts`. */
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
  const words = traceWords(context.lang)
  const remarks = [
    note(words.lines(event.lines)),
    ...(event.unfinished ? [note(words.unfinished)] : []),
    ...(event.discarded > 0 ? [note(words.discarded(event.discarded))] : []),
  ]
  const { to, size, participant } = event
  const reader = participant === 0 ? undefined : participant
  if (to === 'console') return call('info', context, [text(`print(${size})`), ...remarks], reader)
  if (to === 'others') return call('info', context, [text(`sendall(others, ${size})`), ...remarks], reader)
  if (to.length === 0)
    return call('info', context, [text(`${recvOf(context, participant)}() …`), note(words.lost), ...remarks], reader)
  const names = to.slice(0, NAMED).flatMap((id, i) => [...(i > 0 ? [text(', ')] : []), who(context, id)])
  const more = to.length > NAMED ? [note(words.more(to.length - NAMED))] : []
  return call('info', context, [text('sendall('), ...names, text(`, ${size})`), ...more, ...remarks], reader)
}

function keyboardRead(event: Traced<'lines'>, bytes: Uint8Array, context: TraceContext): TraceCall {
  return call('debug', context, [text(`readline(stdin) = ${event.size} ${quoted(bytes, SHOWN)}`)])
}

function recvCalls(event: Traced<'lines'>, bytes: Uint8Array, context: TraceContext): TraceCall[] {
  const words = traceWords(context.lang)
  let from = 0
  return event.reads.map((size, i) => {
    const last = i === event.reads.length - 1
    const piece = bytes.subarray(from, from + size)
    from += size
    const kept = last ? event.held : 0
    const remarks: TracePart[] = []
    if (i === 0 && event.carried) remarks.push(note(words.carried(size)))
    if (kept > 0) remarks.push(note(words.held(kept)))
    if (i === MOST_READS - 1) remarks.push(note(words.several))
    // Of a payload that the feed cut only the beginning is here.
    const shown =
      piece.length > 0 ? ` ${quoted(piece, SHOWN)}${piece.length < size && piece.length <= SHOWN ? '…' : ''}` : ''
    // A read that began in the event before, or discarded something, was longer than this event knows.
    const partly = (i === 0 && event.carried) || (last && event.discarded > 0)
    const result = partly ? `≥ ${size + kept}` : `= ${size + kept}`
    return call(
      'debug',
      context,
      [
        text(`${recvOf(context, event.participant)}(`),
        who(context, event.participant),
        text(`, 65536) ${result}${shown}`),
        ...remarks,
      ],
      event.participant,
    )
  })
}

function sends(event: Traced<'lines'>, context: TraceContext): TraceCall[] {
  if (event.to === 'console') return []
  const all = event.to === 'others' ? context.others(event) : event.to
  const reader = event.participant === 0 ? undefined : event.participant
  return all.slice(0, NAMED).map((id, i) => {
    const more = i === NAMED - 1 && all.length > NAMED ? [note(traceWords(context.lang).more(all.length - NAMED))] : []
    return call(
      'debug',
      context,
      [text(`${sendOf(context, id)}(`), who(context, id), text(`, ${event.size})`), ...more],
      reader,
    )
  })
}
