import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callText, type TracedEvent } from './call.ts'
import { plain, quoted } from './escaped.ts'
import { traceOf } from './trace.ts'
import { bytes, context, event, HERE, LISTENER, said, trace } from './trace.fixture.ts'
import { EVENT_KINDS, type EventKind } from '../protocol/events.ts'
import { matches, parseFilter } from './filter.ts'

describe('each kind of event', () => {
  const table: [EventKind, object, string[]][] = [
    ['run-started', { participant: 0, program: 'relay', options: {} }, ['N relay  (the program begins)']],
    [
      'listening',
      { participant: 0, listener: LISTENER },
      [
        'D socket(AF_INET6, SOCK_STREAM) = listener',
        'D setsockopt(listener, SO_REUSEADDR, 1)',
        'D bind(listener, [::]:8080)',
        'N listen([::]:8080, backlog 511)',
      ],
    ],
    ['connected', HERE, ['N accept(listener) = ana [127.0.0.1:50001]']],
    [
      'connected',
      { ...HERE, accepted: false },
      ['N SYN, SYN-ACK, ACK: ana [127.0.0.1:50001]  (established for the kernel, not accepted yet)'],
    ],
    ['connected', { ...HERE, outgoing: true }, ['D socket(AF_INET, SOCK_STREAM)', 'N connect(127.0.0.1:50001) = 0']],
    [
      'disconnect',
      { how: 'fin', by: { page: 2, name: 'bob', address: '10.0.0.7' } },
      ['N shutdown(ana, SHUT_WR)  (FIN)  (asked by bob’s page)'],
    ],
    [
      'disconnect',
      { how: 'rst', by: { page: 2, address: '10.0.0.7' } },
      ['N setsockopt(ana, SO_LINGER, {1, 0})  (asked by an onlooker’s page (10.0.0.7))'],
    ],
    ['closed', { reason: 'disconnected', unsent: 0, how: 'fin', by: { address: '::1' } }, ['N close(ana)']],
    [
      'closed',
      { reason: 'disconnected', unsent: 7, how: 'rst', by: { address: '::1' } },
      ['N close(ana)  (RST)  (7 bytes never taken)'],
    ],
    [
      'command',
      { participant: 0, command: 'type', by: { page: 2, name: 'bob', address: '10.0.0.7' } },
      ['I stdin  (typed by bob’s page)'],
    ],
    [
      'command',
      { participant: 0, command: 'type-end', by: { page: 2, name: 'bob', address: '10.0.0.7' } },
      ['I stdin  (end of file, typed by bob’s page)'],
    ],
    [
      'command',
      { participant: 0, command: 'remove-file', file: 3, by: { address: '10.0.0.7' } },
      ['I #3  (deleted by the API (10.0.0.7))'],
    ],
    [
      'name',
      { name: 'bob', by: { page: 2, name: 'bob', address: '10.0.0.7' } },
      ['I #1  (is called bob, named by bob’s page)'],
    ],
    [
      'freeze',
      { participant: 0, frozen: true, by: { address: '10.0.0.7' } },
      ['N Recv-Q …  (frozen by the API (10.0.0.7): nobody is read)'],
    ],
    [
      'freeze',
      { participant: 0, frozen: false, by: { address: '10.0.0.7' } },
      ['N Recv-Q  (let go by the API (10.0.0.7))'],
    ],
    [
      'class',
      { act: 'muted', by: { page: 3, teacher: true, address: '10.0.0.7' } },
      ['N #1  (muted by the teacher: it is read no more)'],
    ],
    [
      'stepper',
      { participant: 0, state: 'paused', by: { address: '10.0.0.7' } },
      ['N select(socks) …  (paused by the API (10.0.0.7))'],
    ],
    [
      'stepper',
      { participant: 0, state: 'running', gone: true, by: { page: 2, name: 'bob', address: '10.0.0.7' } },
      ['N select(socks) …  (goes on: paused by bob’s page, which has been gone for 30 s)'],
    ],
    ['listener-closed', { participant: 0, listener: LISTENER }, ['N close(listener)  (its connections live on)']],
    [
      'http-on-raw-listener',
      { method: 'GET' },
      ['N recv(ana, 65536) ≥ 4 "GET …"  (a request of HTTP: this program does not speak it)'],
    ],
    ['tls-on-plain-listener', {}, ['N recv(ana, 65536) ≥ 2 "\\x16\\x03…"  (begins as TLS: this listener speaks TCP)']],
    ['half-closed', {}, ['N shutdown(ana, SHUT_WR)  (FIN sent, still receiving)']],
    [
      'closed',
      { reason: 'idle-timeout', unsent: 0 },
      ['N close(ana)  (not a byte in either direction for as long as is allowed)'],
    ],
    ['accepted', {}, ['N accept(listener) = ana [127.0.0.1:50001]  (leaves the backlog)']],
    ['ended', {}, ['N recv(ana, 65536) = 0  (FIN received)']],
    ['closed', { reason: 'finished', unsent: 0 }, ['N close(ana)']],
    ['closed', { reason: 'finished', unsent: 12 }, ['N close(ana)  (12 bytes never taken)']],
    [
      'closed',
      { reason: 'reset', unsent: 0, errno: 'ECONNRESET' },
      ['N recv(ana, 65536) = -1 ECONNRESET  (RST)', 'N close(ana)'],
    ],
    ['closed', { reason: 'reset', unsent: 0, errno: 'EPIPE' }, ['N send(ana) = -1 EPIPE  (RST)', 'N close(ana)']],
    [
      'closed',
      { reason: 'failed', unsent: 0, errno: 'ETIMEDOUT' },
      ['N recv(ana, 65536) = -1 ETIMEDOUT', 'N close(ana)'],
    ],
    [
      'closed',
      { reason: 'slow-consumer', unsent: 9 },
      ['D setsockopt(ana, SO_LINGER, {1, 0})', 'N close(ana)  (RST: took nothing for 10 s)  (9 bytes never taken)'],
    ],
    [
      'closed',
      { reason: 'line-too-long', unsent: 0 },
      ['D setsockopt(ana, SO_LINGER, {1, 0})', 'N close(ana)  (RST: line without end)'],
    ],
    [
      'closed',
      { reason: 'no-process', unsent: 0 },
      [
        'N fork() = -1 EAGAIN',
        'D setsockopt(ana, SO_LINGER, {1, 0})',
        'N close(ana)  (RST: no process left to read it)',
      ],
    ],
    ['closed', { reason: 'half-closed-too-long', unsent: 0 }, ['N close(ana)  (half closed for 30 s)']],
    ['closed', { reason: 'run-stopped', unsent: 0 }, ['N close(ana)  (the program stops)']],
    [
      'closed',
      { reason: 'run-stopped', unsent: 0, reset: true },
      ['D setsockopt(ana, SO_LINGER, {1, 0})', 'N close(ana)  (RST: the program stops)'],
    ],
    [
      'closed',
      { reason: 'finished', unsent: 12, reset: true },
      ['D setsockopt(ana, SO_LINGER, {1, 0})', 'N close(ana)  (RST)  (12 bytes never taken)'],
    ],
    [
      'refused',
      { participant: 0, address: '127.0.0.1:9', reason: 'run-full' },
      ['D accept() = [127.0.0.1:9]', 'N close([127.0.0.1:9])  (RST: too many participants)'],
    ],
    [
      'refused',
      { participant: 0, address: '127.0.0.1:9', reason: 'too-soon', wait: 4 },
      [
        'D accept() = [127.0.0.1:9]',
        'N close([127.0.0.1:9])  (RST: read nothing the last time, may come again in 4 s)',
      ],
    ],
    [
      'unreached',
      { participant: 0, host: '127.0.0.1', port: 9, errno: 'ECONNREFUSED' },
      ['D socket(AF_INET, SOCK_STREAM)', 'N connect(127.0.0.1:9) = -1 ECONNREFUSED'],
    ],
    [
      'unreached',
      { participant: 0, host: 'nobody', port: 9, errno: 'ENOTFOUND' },
      ['N getaddrinfo(nobody) = -1 ENOTFOUND'],
    ],
    ['forked', { child: 4711, parent: 4710 }, ['N fork() = 4711', 'D fork() = 0']],
    ['child-died', { how: 'SIGKILL' }, ['N wait() = SIGKILL']],
    ['deadlock', { participant: 0, run: '2' }, ['N recv() …  (deadlock with run 2)']],
    ['blocked', {}, ['N sendall(ana) …  (blocked: it does not read, and the program reads nobody)']],
    ['unblocked', {}, ['N sendall(ana) = 0  (goes on: all of it has left, or it has gone)']],
    [
      'blocked',
      { senders: [2] },
      ['N readers.remove(bob)  (their bytes fill the queue of ana, which does not take them)'],
    ],
    ['unblocked', { lost: true }, ['N sendall(ana) = -1  (fails: its connection is over)']],
    ['unblocked', { senders: [2] }, ['N readers.append(bob)  (the queue of ana has room)']],
    ['transfer', { direction: 'in', state: 'begun', name: 'f', done: 0 }, [`N open("f", 'xb')`]],
    ['transfer', { direction: 'in', state: 'going', name: 'f', done: 7 }, ['I write("f") … 7']],
    ['transfer', { direction: 'in', state: 'whole', name: 'f', done: 9 }, ['I fsync("f")', 'N close("f") … 9']],
    ['transfer', { direction: 'in', state: 'partial', name: 'f', done: 7 }, ['N close("f") … 7']],
    [
      'transfer',
      { direction: 'in', state: 'refused', name: 'f', done: 7, errno: 'EDQUOT' },
      ['N write("f") = -1 EDQUOT'],
    ],
    ['transfer', { direction: 'out', state: 'begun', name: 'f', done: 0 }, [`N open("f", 'rb')`]],
    ['transfer', { direction: 'out', state: 'going', name: 'f', done: 7 }, ['I sendfile(ana, "f") … 7']],
    ['transfer', { direction: 'out', state: 'whole', name: 'f', done: 9 }, ['N sendfile(ana, "f") = 9']],
    ['trouble', { participant: 0, code: 'disk-full' }, ['N recv() …  (reading suspended: disk-full)']],
    ['run-stopped', { participant: 0, idle: 60 }, ['N exit()  (nothing for 60 min: the lab stops it)']],
    ['run-stopped', { participant: 0 }, ['N exit()  (the program stops)']],
  ]

  it.each(table)('%s %j', (kind, more, lines) => expect(trace(event(kind, more))).toEqual(lines))

  it('has a text here, lines apart', () => {
    expect(new Set([...table.map(([kind]) => kind), 'lines', 'partial-line', 'datagram', 'kernel-drops'])).toEqual(
      new Set(EVENT_KINDS),
    )
  })
})

describe('no acting character', () => {
  const ACTING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/u
  const hostile = fc.string({
    unit: fc.constantFrom('\u001b', '\u0007', '\u202e', '\u0085', '\ufeff', '\n', '\r', '"', 'a', 'é', '\u2028'),
  })

  it('leaves a payload', () => {
    const harmless = (any: Uint8Array): void => expect(quoted(any, 100)).not.toMatch(ACTING)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (any) => void harmless(any)))
    fc.assert(fc.property(hostile, (text) => void harmless(bytes(text))))
  })

  it('leaves any call, whatever names, addresses and errors hold', () => {
    const kinds = fc.constantFrom(...EVENT_KINDS)
    fc.assert(
      fc.property(
        kinds,
        hostile,
        hostile,
        fc.constantFrom('reset', 'failed', 'finished'),
        (kind, name, payload, reason) => {
          const all = bytes(payload)
          const details = {
            ...said(payload)[0],
            kind,
            ...HERE,
            ...{ name, address: name, errno: name, host: name, how: name, method: name },
            by: { page: 1, name, address: name },
            act: 'muted',
            command: 'type',
          }
          const one = {
            ...details,
            code: name,
            run: name,
            listener: { ...LISTENER, host: name },
            program: 'relay',
            state: kind === 'stepper' ? 'paused' : 'refused',
            reason: kind === 'refused' ? 'run-full' : reason,
            port: 1,
          }
          const calls = traceOf(
            one as unknown as TracedEvent,
            all,
            context({ name: () => name, address: () => name, selects: true }),
            'debug',
          )
          for (const call of calls) expect(callText(call)).not.toMatch(ACTING)
        },
      ),
    )
  })

  it('and a string says exactly which bytes it stands for', () => {
    expect(quoted(Uint8Array.of(0x61, 0xff, 0x00, 0x22, 0x5c, 0x0a), 10)).toBe('"a\\xff\\x00\\"\\\\\\n"')
    expect(plain('a"b\u202e')).toBe('a"b⟨U+202E⟩')
  })
})

it('a filter knows levels and calls, in both languages', () => {
  const typed = event('command', { command: 'type', by: { address: '::1' } })
  const events = [said('a\n')[0], event('ended'), typed, event('connected', HERE)].map((one) => ({
    ...one,
    text: '',
    bytes: '',
  }))
  const found = (source: string) =>
    events.filter((one) => matches(parseFilter(source), one as never, String)).map(({ kind }) => kind)
  expect(found('level:notice')).toEqual(['ended', 'connected'])
  expect(found('niveau:info')).toEqual(['lines', 'ended', 'command', 'connected'])
  expect(found('call:accept')).toEqual(['connected'])
  expect(found('appel:recv')).toEqual(['lines', 'ended'])
})
