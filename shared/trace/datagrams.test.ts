import { describe, expect, it } from 'vitest'
import { callText, type TraceContext, type TracedEvent } from './call.ts'
import { traceWords } from './text.en.ts'
import { traceOf } from './trace.ts'
import type { EventKind } from '../protocol/events.ts'
import { matches, parseFilter } from './filter.ts'

const context: TraceContext = {
  words: traceWords,
  selects: false,
  queues: false,
  forks: false,
  reuses: true,
  pid: null,
  name: (id) => `:${id}`,
  address: () => '',
  via: () => 'udp',
  listener: () => 1,
  others: () => [],
  ready: () => null,
  child: () => null,
}
const event = (kind: EventKind, more: object): TracedEvent =>
  ({ seq: 3, t: 1, time: 0, participant: 1, wakeUp: 1, size: 0, kind, ...more }) as TracedEvent
const trace = (one: TracedEvent, payload = ''): string[] =>
  traceOf(one, Buffer.from(payload), context, 'debug').map(
    (call) => `${call.by[0]} ${call.level[0]!.toUpperCase()} ${callText(call)}`,
  )
const listener = { number: 1, transport: 'udp', host: '::1', port: 8080, reachable: [] }
const met = { name: ':9', via: 'udp', web: false, address: '[::1]:9', accepted: true }

describe('the trace of a program of datagrams', () => {
  it.each<[EventKind, object, string, string[]]>([
    ['listening', { listener }, '', ['m D socket(AF_INET6, SOCK_DGRAM) = receiver', 'm N bind(receiver, [::1]:8080)']],
    ['connected', met, '', ['k N :1 [[::1]:9]  (writes for the first time: no call, no connection)']],
    [
      'connected',
      { ...met, outgoing: true },
      '',
      ['m D socket(AF_INET6, SOCK_DGRAM)', 'k N [::1]:9  (where the datagrams will go)'],
    ],
    ['datagram', { to: 'console', cut: 0, size: 3 }, 'a\n\x1b', ['m I recvfrom() = 3 "a\\n\\x1b", :1']],
    ['datagram', { to: 'console', cut: 0 }, '', ['m I recvfrom() = 0 "", :1']],
    [
      'datagram',
      { to: 'console', cut: 5, size: 2 },
      'ab',
      ['m I recvfrom() = 2 "ab", :1  (5 bytes beyond the argument, lost)'],
    ],
    [
      'datagram',
      { participant: 0, to: [1], cut: 0, size: 1 },
      'x',
      ['m D read(stdin) = 1 "x"', 'm I sendto(1, :1) = 1'],
    ],
    [
      'datagram',
      { participant: 0, to: [1], cut: 0, size: 1, errno: 'EMSGSIZE' },
      'x',
      ['m D read(stdin) = 1 "x"', 'm I sendto(1, :1) = -1 EMSGSIZE'],
    ],
    [
      'datagram',
      { participant: 0, to: [], cut: 0, size: 1 },
      'x',
      ['m D read(stdin) = 1 "x"', 'k N sendto() …  (nobody has written yet)'],
    ],
    ['kernel-drops', { count: 2, total: 7, listener }, '', ['k N drops + 2 = 7  (buffer full, dropped)']],
    [
      'unreached',
      { via: 'udp', host: '::1', port: 9, errno: 'ECONNREFUSED' },
      '',
      ['m N recvfrom() = -1 ECONNREFUSED  (ICMP: nobody receives on this port)'],
    ],
    ['closed', { reason: 'forgotten', unsent: 0 }, '', ['k N :1  (too many addresses: forgotten)']],
  ])('tells %s %j', (kind, more, payload, calls) => {
    expect(trace(event(kind, more), payload)).toEqual(calls)
  })

  it('is found by its calls, and a datagram is no notice', () => {
    const one = { ...event('datagram', { to: 'console', cut: 0 }), bytes: '', text: '' }
    const found = (filter: string) => matches(parseFilter(filter), one, () => '')
    expect(found('call:recvfrom')).toBe(true)
    expect(found('call:sendto')).toBe(false)
    expect(found('level:notice')).toBe(false)
    expect(found('kind:lines,datagram')).toBe(true)
  })
})
