import { describe, expect, it } from 'vitest'
import { callText, lineOf, makerOf, shapeOf, type TraceContext } from './call.ts'
import { traceWords as french } from './text.fr.ts'
import { traceOf } from './trace.ts'
import { bytes, context, event, said, trace } from './trace.fixture.ts'

describe('lines', () => {
  const calls = (text: string, more: object = {}, around: Partial<TraceContext> = {}) =>
    trace(...said(text, more), around)

  it('are a recv, the sendall of the program, and a send for each receiver', () => {
    expect(calls('bonjour à tous\n')).toEqual([
      'D recv(ana, 65536) = 16 "bonjour à tous\\n"',
      'I sendall(others, 16)  (1 line)',
      'D send(bob, 16)',
      'D send(:51512, 16)',
    ])
  })

  it('begin with select where the program waits there, once a wake-up', () => {
    expect(calls('a\n', {}, { selects: true, ready: () => ({ who: [0, 1], all: true }) })[0]).toBe(
      'D select(socks) = [listener, ana]  (wake-up 7)',
    )
    expect(calls('a\n', {}, { selects: true, ready: () => ({ who: [1], all: false }) })[0]).toBe(
      'D select(socks) = [ana, …]  (wake-up 7)',
    )
    expect(calls('a\n', {}, { selects: true, ready: () => null })[0]).toContain('D recv')
  })

  it('show the halves of a character that was cut, and what each read kept', () => {
    expect(calls('café\n', { to: 'console', reads: [4, 2], partialBytes: 3, carried: true })).toEqual([
      'D recv(ana, 65536) ≥ 4 "caf\\xc3"  (4 more bytes of the read before)',
      'D recv(ana, 65536) = 5 "\\xa9\\n"  (3 of them kept: line not complete)',
      'I print(6)  (1 line)',
    ])
  })

  it('do not tell again of reads that were told, but where they stand alone, and the others at their own times', () => {
    const reads = { to: 'console', reads: [4, 1, 1], told: 1, readsAt: [1200] }
    expect(calls('café\n', reads)).toEqual([
      'D recv(ana, 65536) = 1 "\\xa9"',
      'D recv(ana, 65536) = 1 "\\n"',
      'I print(6)  (1 line)',
    ])
    expect(calls('café\n', reads, { alone: true })[0]).toBe(
      'D recv(ana, 65536) = 4 "caf\\xc3"  (told by an event before)',
    )
    const [one] = said('café\n', reads)
    const traced = traceOf(one, bytes('café\n'), context(), 'debug').map((call) => lineOf(one as never, call, 'p'))
    expect(traced.map((line) => line.split(' ')[1])).toEqual(['0.001200', '0.001234', '0.001234'])
  })

  it('that have begun are told with what there is of them, and a CR at their end by its name', () => {
    const partial = { readsAt: [1000, 1234], partialBytes: 9, partialSince: 900, endsInCr: false }
    const began = (more: object) => event('partial-line', { size: 6, reads: [4, 2], ...partial, ...more })
    expect(trace(began({}), bytes('ut-toi'))).toEqual([
      'I recv(ana, 65536) = 4 "ut-t"',
      'I recv(ana, 65536) = 2 "oi"  (9 bytes of a line, no “\\n” yet)',
    ])
    expect(trace(began({ endsInCr: true }), bytes('ut-to\r'), { words: french })[1]).toBe(
      'I recv(ana, 65536) = 2 "o\\r"  (9 octets d’une ligne, pas encore de «\u202f\\n\u202f»)  (finit par CR (\\r), pas par LF)',
    )
  })

  it('of the keyboard are a readline and a sendall', () => {
    expect(calls('oui\n', { participant: 0, to: [2] })).toEqual([
      'D readline(stdin) = 4 "oui\\n"',
      'I sendall(bob, 4)  (1 line)',
      'D send(bob, 4)',
    ])
  })

  it('say what is wrong with them', () => {
    expect(calls('abc', { unfinished: true, to: 'console', discarded: 5 })).toEqual([
      'D recv(ana, 65536) ≥ 3 "abc"',
      'I print(3)  (1 line)  (line without end)  (5 bytes discarded: line too long)',
    ])
    expect(calls('abc', { unfinished: true, to: [] })[1]).toBe(
      'I recv() …  (not passed on: the connection broke)  (1 line)  (line without end)',
    )
  })

  it('are cut, with the size told, and receivers beyond a dozen are counted', () => {
    const many = Array.from({ length: 500 }, (_, i) => i + 2)
    const all = calls(`${'x'.repeat(5000)}\n`, {}, { others: () => many })
    expect(all[0]).toBe(`D recv(ana, 65536) = 5001 "${'x'.repeat(64)}"…`)
    expect(all).toHaveLength(2 + 12)
    expect(all.at(-1)).toBe('D send(#13, 5001)  (and 488 more)')
  })

  it('are traced up to the level that is asked for', () => {
    const [one, payload] = said('a\n')
    expect(traceOf(one, payload, context(), 'notice')).toEqual([])
    expect(traceOf(one, payload, context(), 'info').map(callText)).toEqual(['sendall(others, 2)  (1 line)'])
  })
})

it('a line tells when, which event, which process, which level', () => {
  const [one, payload] = said('a\n', { to: 'console' })
  const [recv, print] = traceOf(one, payload, context({ forks: true, pid: 10, child: () => 11 }), 'debug')
  expect(lineOf(one, recv!, 'duplex-chat')).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} 0\.001234 #3 duplex-chat-child\[11\] D recv\(ana, 65536\) = 2 "a\\n"$/,
  )
  expect(makerOf(print!, 'duplex-chat')).toBe('duplex-chat-child[11]')
  expect(shapeOf({ selects: null, forks: ({ maxLine }) => maxLine === 64 }, { maxLine: 64 })).toEqual({
    selects: false,
    queues: false,
    forks: true,
    reuses: true,
  })
})
