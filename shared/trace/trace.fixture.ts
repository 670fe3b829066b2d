/** Events for the tests of the trace, in a run of three participants, and what it tells of one. */
import type { EventKind } from '../protocol/events.ts'
import { callText, type TraceContext, type TracedEvent } from './call.ts'
import { traceWords as english } from './text.en.ts'
import { traceOf } from './trace.ts'

const names = new Map([
  [1, 'ana'],
  [2, 'bob'],
  [3, ':51512'],
])
export const context = (more: Partial<TraceContext> = {}): TraceContext => ({
  words: english,
  selects: false,
  queues: false,
  forks: false,
  reuses: true,
  pid: null,
  name: (id) => names.get(id) ?? `#${id}`,
  address: (id) => (id === 1 ? '127.0.0.1:50001' : ''),
  via: () => 'tcp',
  listener: () => 1,
  others: ({ participant }) => [1, 2, 3].filter((id) => id !== participant),
  ready: () => ({ who: [1], all: true }),
  child: () => null,
  ...more,
})
const base = { seq: 3, t: 1234, time: 0, participant: 1, wakeUp: 7, size: 0 }
export const event = (kind: EventKind, more: object = {}): TracedEvent => ({ ...base, kind, ...more }) as TracedEvent
export const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
export const said = (text: string, more: object = {}): [TracedEvent, Uint8Array<ArrayBuffer>] => {
  const all = bytes(text)
  const plainRead = {
    to: 'others',
    lines: 1,
    reads: [all.length],
    carried: false,
    partialBytes: 0,
    discarded: 0,
    unfinished: false,
  }
  return [event('lines', { size: all.length, ...plainRead, ...more }), all]
}
export const trace = (one: TracedEvent, payload = new Uint8Array(), more: Partial<TraceContext> = {}): string[] =>
  traceOf(one, payload, context(more), 'debug').map((call) => `${call.level[0]!.toUpperCase()} ${callText(call)}`)

export const LISTENER = { number: 1, transport: 'tcp', host: '::', port: 8080, reachable: [] }
export const HERE = { name: 'ana', via: 'tcp', web: false, address: '127.0.0.1:50001', accepted: true }
