/**
 * The calls of a file's transfer. The lab moves the bytes with its own reads and writes; the trace has what the sheet's
 * program would call, with the progress. Pure. Counterpart: `trace.ts`.
 */
import { call, error, text, who, type TraceCall, type TraceContext, type Traced, type TracePart } from './call.ts'
import { plain } from './escaped.ts'

export function transferCalls(event: Traced<'transfer'>, context: TraceContext): TraceCall[] {
  const { direction, state, done, errno } = event
  const name = `"${plain(event.name)}"`
  const notice = (...parts: TracePart[]): TraceCall => call('notice', context, parts)
  const info = (...parts: TracePart[]): TraceCall => call('info', context, parts)
  const out = direction === 'out'
  switch (state) {
    case 'begun':
      return [notice(text(`open(${name}, '${out ? 'rb' : 'xb'}')`))]
    case 'going':
      return [
        out
          ? info(text('sendfile('), who(context, event.participant), text(`, ${name}) … ${done}`))
          : info(text(`write(${name}) … ${done}`)),
      ]
    case 'whole':
      if (out) return [notice(text('sendfile('), who(context, event.participant), text(`, ${name}) = ${done}`))]
      return [info(text(`fsync(${name})`)), notice(text(`close(${name}) … ${done}`))]
    case 'partial':
      return [notice(text(`close(${name}) … ${done}`))]
    case 'refused':
      return [notice(text(`write(${name}) = -1 `), error(errno ?? 'EIO'))]
  }
}
