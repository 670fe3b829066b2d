/** The calls of listeners and of those who come by them: TLS in OpenSSL's calls, unix sockets with their path. */
import { describe, expect, it } from 'vitest'
import type { EventKind, LabEvent } from '../protocol/events.ts'
import { callText, type TraceContext, type TracedEvent } from './call.ts'
import { namesOf } from './names.ts'
import { traceWords } from './text.en.ts'
import { traceOf } from './trace.ts'

const PATH = '/run/user/sock'
const context = (via: 'tcp' | 'tls' | 'unix', more: Partial<TraceContext> = {}): TraceContext => ({
  words: traceWords,
  selects: false,
  queues: false,
  forks: false,
  reuses: true,
  pid: null,
  name: (id) => (id === 1 ? 'ana' : 'bob'),
  address: () => (via === 'unix' ? PATH : '127.0.0.1:50001'),
  via: () => via,
  listener: () => 2,
  others: () => [2],
  ready: () => ({ who: [-2, 0, 1], all: true }),
  child: () => null,
  ...more,
})
const event = (kind: EventKind, more: object = {}): TracedEvent =>
  ({ seq: 3, t: 1, time: 0, participant: 1, wakeUp: 7, size: 0, kind, ...more }) as TracedEvent
const line = {
  to: 'others',
  lines: 1,
  reads: [2],
  carried: false,
  partialBytes: 0,
  discarded: 0,
  unfinished: false,
  size: 2,
}

function trace(via: 'tcp' | 'tls' | 'unix', one: TracedEvent, more: Partial<TraceContext> = {}): string[] {
  const calls = traceOf(one, new TextEncoder().encode('a\n'), context(via, more), 'debug')
  const names = namesOf(one as LabEvent)
  for (const { by, parts } of calls) {
    // What the filter finds is what is shown, but for what an event does not know of itself.
    const shown = parts[0]!.text.split('(')[0]!.toLowerCase()
    const name = shown.replace(/^ssl_read$/, 'recv').replace(/^ssl_write$/, 'send')
    if (by !== 'kernel' && name !== 'select') expect(names, `${name} of ${one.kind}`).toContain(name)
  }
  return calls.map((call) => `${call.level[0]!.toUpperCase()} ${callText(call)}`)
}

const came = (via: string, more: object = {}): TracedEvent =>
  event('connected', { name: 'ana', via, listener: 2, web: false, address: '127.0.0.1:50001', accepted: true, ...more })

describe('a TLS listener', () => {
  const listener = { number: 2, transport: 'tls', host: '0.0.0.0', port: 8443, reachable: [] }

  it('shows a certificate, listens, accepts, and shakes hands', () => {
    expect(trace('tls', event('listening', { participant: 0, listener }))).toEqual([
      'D SSL_CTX_use_certificate(listener2)  (the certificate that this listener shows)',
      'D socket(AF_INET, SOCK_STREAM) = listener2',
      'D setsockopt(listener2, SO_REUSEADDR, 1)',
      'D bind(listener2, 0.0.0.0:8443)',
      'N listen(0.0.0.0:8443, backlog 511)',
    ])
    expect(trace('tls', came('tls'), { selects: true })).toEqual([
      'D select(socks) = [listener2, listener, ana]  (wake-up 7)',
      'N accept(listener2) = ana [127.0.0.1:50001]',
      'N SSL_accept(ana) = 1  (TLS handshake done)',
    ])
    expect(trace('tls', event('accepted'))).toEqual([
      'N accept(listener2) = ana [127.0.0.1:50001]  (leaves the backlog)',
      'N SSL_accept(ana) = 1  (TLS handshake done)',
    ])
  })

  it('reads and writes by OpenSSL, and says close_notify', () => {
    expect(trace('tls', event('lines', line))).toEqual([
      'D SSL_read(ana, 65536) = 2 "a\\n"',
      'I sendall(others, 2)  (1 line)',
      'D SSL_write(bob, 2)',
    ])
    expect(trace('tls', event('ended'))).toEqual(['N SSL_read(ana, 65536) = 0  (close_notify or FIN received)'])
    expect(trace('tls', event('half-closed'))).toEqual([
      'D SSL_shutdown(ana) = 0',
      'N shutdown(ana, SHUT_WR)  (close_notify, then FIN sent, still receiving)',
    ])
    expect(trace('tls', event('closed', { reason: 'finished', unsent: 0 }))).toEqual([
      'D SSL_shutdown(ana)',
      'N close(ana)',
    ])
    expect(trace('tls', event('closed', { reason: 'reset', unsent: 0, errno: 'ECONNRESET' }))[0]).toBe(
      'N SSL_read(ana, 65536) = -1 ECONNRESET  (RST)',
    )
    expect(trace('tls', event('closed', { reason: 'slow-consumer', unsent: 0 }))).toEqual([
      'D setsockopt(ana, SO_LINGER, {1, 0})',
      'N close(ana)  (RST: took nothing for 10 s)',
    ])
  })

  it('tells a handshake that failed with the reason that OpenSSL gave', () => {
    const refused = { participant: 0, address: '127.0.0.1:9' }
    expect(
      trace('tls', event('refused', { ...refused, reason: 'not-tls', errno: 'ERR_SSL_WRONG_VERSION_NUMBER' })),
    ).toEqual([
      'D accept() = [127.0.0.1:9]',
      'N SSL_accept([127.0.0.1:9]) = -1 ERR_SSL_WRONG_VERSION_NUMBER  (this is not TLS)',
      'D close([127.0.0.1:9])',
    ])
    expect(trace('tcp', event('refused', { ...refused, reason: 'descriptors' }))).toEqual([
      'D accept() = [127.0.0.1:9]',
      'N close([127.0.0.1:9])  (out of descriptors)',
    ])
    expect(trace('tcp', event('refused', { ...refused, reason: 'descriptors', count: 412 }))[1]).toBe(
      'N close([127.0.0.1:9])  (out of descriptors, 412 connections in 1 s)',
    )
  })
})

describe('a unix socket', () => {
  const listener = { number: 2, transport: 'unix', host: '', port: 0, path: PATH, mode: 0o600, reachable: [] }

  it('is bound to a path, which goes with it', () => {
    expect(trace('unix', event('listening', { participant: 0, listener }))).toEqual([
      'D socket(AF_UNIX, SOCK_STREAM) = listener2',
      `D bind(listener2, ${PATH})`,
      `D chmod(${PATH}, 0600)`,
      `N listen(${PATH}, backlog 511)`,
    ])
    expect(trace('unix', event('listener-closed', { participant: 0, listener }))).toEqual([
      `D unlink(${PATH})`,
      'N close(listener2)  (its connections live on)',
    ])
  })

  it('knows neither segments, FIN nor RST', () => {
    const address = PATH
    expect(trace('unix', came('unix', { address }))).toEqual([`N accept(listener2) = ana [${PATH}]`])
    expect(trace('unix', came('unix', { address, accepted: false }))).toEqual([
      `N ana [${PATH}]  (established for the kernel, not accepted yet)`,
    ])
    expect(trace('unix', event('lines', line))[0]).toBe('D recv(ana, 65536) = 2 "a\\n"')
    expect(trace('unix', event('ended'))).toEqual(['N recv(ana, 65536) = 0  (end of the stream)'])
    expect(trace('unix', event('closed', { reason: 'slow-consumer', unsent: 0 }))).toEqual([
      'N close(ana)  (took nothing for 10 s)',
    ])
    expect(trace('unix', event('refused', { participant: 0, address: PATH, reason: 'run-full' }))[1]).toBe(
      `N close([${PATH}])  (too many participants)`,
    )
  })
})

it('a plain listener asks for SO_REUSEADDR where the run does, and for IPv6 alone where the listener is', () => {
  const listener = { number: 1, transport: 'tcp', host: '::', port: 8080, ipv6Only: true, reachable: [] }
  expect(trace('tcp', event('listening', { participant: 0, listener }), { reuses: false })).toEqual([
    'D socket(AF_INET6, SOCK_STREAM) = listener',
    'D setsockopt(listener, IPV6_V6ONLY, 1)',
    'D bind(listener, [::]:8080)',
    'N listen([::]:8080, backlog 511)',
  ])
})
