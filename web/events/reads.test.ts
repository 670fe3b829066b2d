import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventOf } from '#shared/protocol/events.ts'
import { bytesOf } from './payload.ts'
import { barsOf, lessonOf, partialBars, splitsCharacter, type Bars } from './reads.ts'
import { sampleEvent } from './sample.ts'

const lines = (text: string, more: Partial<EventOf<'lines'>> = {}): EventOf<'lines'> =>
  sampleEvent('lines', 1, 1, { text, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0), ...more })
const bars = (event: EventOf<'lines'>): Bars => barsOf(event, bytesOf(event))
const short = (segments: Bars['reads']): string => segments.map((p) => `${p.kind} ${p.from}-${p.to}`).join(', ')

describe('barsOf', () => {
  it('shows one read that brought two lines', () => {
    const { total, reads, lines: cut } = bars(lines('un\ndeux\n'))
    expect(total).toBe(8)
    expect(short(reads)).toBe('read 0-8')
    expect(short(cut)).toBe('line 0-3, line 3-8')
  })

  it('shows the beginning of the next line, which the last read brought too', () => {
    const { total, reads, lines: cut } = bars(lines('un\ndeux\n', { reads: [2, 6], partialBytes: 4, carried: true }))
    expect(total).toBe(12)
    expect(short(reads)).toBe('carried 0-2, read 2-12')
    expect(short(cut)).toBe('line 0-3, line 3-8, partial 8-12')
  })

  it('shows a last line without its end', () => {
    expect(short(bars(lines('a\nb', { unfinished: true })).lines)).toBe('line 0-2, unfinished 2-3')
  })

  it('sums up what is too much to draw, and what was not sent along', () => {
    const many = bars(lines('x\n'.repeat(100), { reads: Array.from({ length: 64 }, (_, i) => (i < 63 ? 2 : 74)) }))
    expect(many.reads.at(-1)).toEqual({ from: 46, to: 200, kind: 'rest', count: 41 })
    expect(many.lines.at(-1)).toEqual({ from: 48, to: 200, kind: 'rest', count: 76 })
    const cut = bars(lines('abc\nde', { size: 5000, lines: 40, reads: [5000] }))
    expect(short(cut.lines)).toBe('line 0-4, rest 4-5000')
  })

  it('covers the whole scale without gap or overlap', () => {
    const text = fc
      .array(fc.constantFrom('a', 'bc', '\n'), { minLength: 1, maxLength: 60 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        text,
        fc.nat(20),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 63 }),
        (said, partialBytes, cuts) => {
          const places = cuts.map((share) => Math.floor(share * said.length)).sort((a, b) => a - b)
          const ends = [...places, said.length]
          const event = lines(said, { reads: ends.map((end, i) => end - (ends[i - 1] ?? 0)), partialBytes })
          const { total, reads, lines: segments } = bars(event)
          for (const bar of [reads, segments]) {
            expect(bar[0]!.from).toBe(0)
            expect(bar.at(-1)!.to).toBe(total)
            bar.reduce((before, next) => {
              expect(next.from).toBe(before.to)
              return next
            })
          }
        },
      ),
    )
  })
})

describe('partialBars', () => {
  it('shows reads with their times, and all of it as the beginning of a line', () => {
    const event = { size: 9, reads: [5, 0, 4], readsAt: [10, 20, 30] }
    expect(partialBars(event)).toEqual({
      total: 9,
      reads: [
        { from: 0, to: 5, kind: 'read', count: 1, at: 10 },
        { from: 5, to: 9, kind: 'read', count: 1, at: 30 },
      ],
      lines: [{ from: 0, to: 9, kind: 'partial', count: 1 }],
    })
    expect(bars(lines('abc\n', { reads: [1, 1, 2], told: 1, readsAt: [7] })).reads.map(({ at }) => at)).toEqual([
      undefined,
      7,
      undefined,
    ])
  })
})

describe('splitsCharacter', () => {
  it.each([
    ['é\n', [1, 2], true],
    ['é\n', [2, 1], false],
    ['a€', [3, 1], true],
    ['😀', [1, 1, 1, 1], true],
    ['abc\n', [1, 1, 1, 1], false],
  ])('%j read as %j: %s', (text, reads, split) =>
    expect(splitsCharacter({ reads }, new TextEncoder().encode(text))).toBe(split),
  )
})

describe('lessonOf', () => {
  it.each([
    ['one-to-one', lines('a\n')],
    ['read-of-lines', lines('a\nb\n')],
    ['line-of-reads', lines('abc\n', { reads: [1, 3] })],
    ['mixed', lines('abc\nd\n', { reads: [1, 5] })],
    ['partial', lines('abc\n', { partialBytes: 2 })],
    ['unfinished', lines('abc', { unfinished: true })],
  ] as const)('%s', (lesson, event) => expect(lessonOf(event)).toBe(lesson))
})
