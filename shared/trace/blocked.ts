/**
 * The calls behind a wait for a receiver. Counterpart: `trace.ts`.
 * A program that keeps queues calls nothing for it: it leaves those who filled one out of what its next select reads.
 */
import { call, note, text, who, type Traced, type TraceCall, type TraceContext } from './call.ts'
import { NAMED } from './lines.ts'

export function blockedCalls(event: Traced<'blocked'> | Traced<'unblocked'>, context: TraceContext): TraceCall[] {
  const { participant, senders } = event
  const begins = event.kind === 'blocked'
  const { words } = context
  if (senders === undefined) {
    const lost = event.kind === 'unblocked' && event.lost === true
    const end = begins ? ') …' : lost ? ') = -1' : ') = 0'
    const why = begins ? words.blocked : lost ? words.sendFailed : words.unblocked
    return [call('notice', context, [text('sendall('), who(context, participant), text(end), note(why)])]
  }
  const named = senders.slice(0, NAMED).flatMap((id, i) => [...(i > 0 ? [text(', ')] : []), who(context, id)])
  const more = senders.length > NAMED ? [note(words.more(senders.length - NAMED))] : []
  const why = (begins ? words.queueFull : words.queueTaken)(context.name(participant))
  const list = text(begins ? 'readers.remove(' : 'readers.append(')
  return [call('notice', context, [list, ...named, text(')'), ...more, note(why)])]
}
