/**
 * The calls of a program without connections: `recvfrom` and `sendto`, one a datagram. An address that writes for the first
 * time, or that is forgotten, makes no call: the kernel knows nothing of it. Counterpart: `trace.ts`.
 */
import { call, error, note, text, who, type Traced, type TraceCall, type TraceContext, type TracePart } from './call.ts'
import { family, place } from './listeners.ts'
import { plain, quoted } from './escaped.ts'

/** Bytes of a datagram that are shown; its size is always told. */
const SHOWN = 64

const silent = (...parts: TracePart[]): TraceCall => ({ level: 'notice', by: 'kernel', pid: null, parts })

export const boundCalls = ({ host, port }: Traced<'listening'>['listener'], context: TraceContext): TraceCall[] => [
  call('debug', context, [text(`socket(${family(host)}, SOCK_DGRAM) = receiver`)]),
  call('notice', context, [text(`bind(receiver, ${place(host, port)})`)]),
]

/** An address has a number from here on. */
export function metCalls(
  { participant: id, address, outgoing }: Traced<'connected'>,
  context: TraceContext,
): TraceCall[] {
  const { target, first } = context.words.datagrams
  const socket = `socket(${address.startsWith('[') ? 'AF_INET6' : 'AF_INET'}, SOCK_DGRAM)`
  if (outgoing) return [call('debug', context, [text(socket)]), silent(text(plain(address)), note(target))]
  return [silent(who(context, id), text(` [${plain(address)}]`), note(first))]
}

export function datagramCalls(event: Traced<'datagram'>, bytes: Uint8Array, context: TraceContext): TraceCall[] {
  const words = context.words.datagrams
  const { participant, size, to, cut, errno } = event
  // Of a payload that the event stream cut only the beginning is here.
  const shown = size === 0 ? '""' : `${quoted(bytes, SHOWN)}${bytes.length < size && bytes.length <= SHOWN ? '…' : ''}`
  if (participant !== 0) {
    const lost = cut > 0 ? [note(words.cut(cut))] : []
    return [call('info', context, [text(`recvfrom() = ${size} ${shown}, `), who(context, participant), ...lost])]
  }
  const typed = call('debug', context, [text(`read(stdin) = ${size} ${shown}`)])
  const [target] = to === 'console' ? [] : to
  if (target === undefined) return [typed, silent(text('sendto() …'), note(words.nobody))]
  const result = errno === undefined ? [text(` = ${size}`)] : [text(' = -1 '), error(errno)]
  return [typed, call('info', context, [text(`sendto(${size}, `), who(context, target), text(')'), ...result])]
}

export const droppedCalls = ({ count, total }: Traced<'kernel-drops'>, context: TraceContext): TraceCall[] => [
  silent(text(`drops + ${count} = ${total}`), note(context.words.datagrams.dropped)),
]

/** ICMP told that nobody receives there. */
export const refusedByIcmp = ({ errno }: Traced<'unreached'>, context: TraceContext): TraceCall[] => [
  call('notice', context, [text('recvfrom() = -1 '), error(errno), note(context.words.datagrams.icmp)]),
]

export function partedCalls({ participant, reason }: Traced<'closed'>, context: TraceContext): TraceCall[] {
  const { datagrams, stopping } = context.words
  const why = reason === 'forgotten' ? datagrams.forgotten : reason === 'run-stopped' ? stopping : datagrams.left
  return [silent(who(context, participant), note(why))]
}
