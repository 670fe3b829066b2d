/** What a framer says of reads that complete no line: each told once, at its own time. Counterpart: `line-framer.test.ts`. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineFramer, type Released } from './line-framer.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

describe('reads that complete no line', () => {
  it.each(['salut-toi', 'sans\rfin\r', 'un\ndeux', 'é\0', '\r\n\r'])(
    'of %j are told when they happen, split at every position, each once',
    (stream) => {
      for (let cut = 1; cut < stream.length; cut++) {
        const framer = new LineFramer(100)
        const told = [stream.slice(0, cut), stream.slice(cut)].flatMap((part, i) => {
          const released = framer.push(bytes(part), 10 + i)
          const last = (
            stream
              .slice(0, i === 0 ? cut : undefined)
              .split('\n')
              .at(-1) ?? ''
          ).length
          expect(framer.partial?.partialBytes ?? 0).toBe(last)
          expect(framer.partial?.endsInCr ?? false).toBe(last > 0 && part.endsWith('\r'))
          const partial = framer.takePartial()
          expect(partial === null).toBe(released !== null)
          expect(framer.takePartial()).toBeNull()
          return released ? [] : [[Buffer.from(partial!.bytes).toString('latin1'), partial!.readsAt]]
        })
        expect(told.map(([text]) => text).every((text) => stream.includes(text as string))).toBe(true)
        for (const [, at] of told) expect([[10], [11]]).toContainEqual(at)
      }
    },
  )

  it('are given as their own bytes, without those that were told', () => {
    const framer = new LineFramer(100)
    const taken = (...parts: string[]) => {
      for (const part of parts) framer.push(bytes(part))
      return Buffer.from(framer.takePartial()!.bytes).toString()
    }
    expect(taken('sa', 'l')).toBe('sal')
    expect(taken('ut', '-t')).toBe('ut-t')
    framer.push(bytes('oi\nun'))
    expect(taken('deux')).toBe('deux')
  })

  it('are summed up once told, so that there is always room for others one by one', () => {
    const framer = new LineFramer(1000)
    for (let i = 0; i < 40; i++) framer.push(bytes('a'), i)
    expect(framer.takePartial()!.readsAt).toHaveLength(40)
    framer.push(bytes('b'), 40)
    expect(framer.takePartial()).toMatchObject({ reads: [1], readsAt: [40] })
    expect(framer.push(bytes('\n'), 41)).toMatchObject({
      reads: [...Array(31).fill(1), 10, 1],
      told: 32,
      readCount: 42,
      at: 41,
    })
    const dropping = new LineFramer(4)
    for (let i = 0; i < 40; i++) dropping.push(bytes('ab'), i)
    dropping.takePartial()
    const { dropped, readCount } = dropping.push(bytes('\n'), 40)!
    expect(dropped).toEqual([0, 1, ...Array(29).fill(2), 18, 0])
    expect(readCount).toBe(41)
  })

  it('that were not told are told with the line that they became, at their own times', () => {
    const framer = new LineFramer(100)
    framer.push(bytes('sa'), 1)
    expect(framer.takePartial()).toMatchObject({ reads: [2], readsAt: [1], partialBytes: 2, partialSince: 1 })
    framer.push(bytes('lu'), 2)
    framer.push(bytes('t\r'), 3)
    expect(framer.partial).toEqual({ partialBytes: 6, partialSince: 1, endsInCr: true })
    expect(framer.push(bytes('\nun'), 4)).toMatchObject({
      reads: [2, 2, 2, 1],
      told: 1,
      readsAt: [2, 3],
      partialBytes: 2,
      carried: false,
    })
    // What the read brought beyond the line was told with it.
    expect(framer.partial).toEqual({ partialBytes: 2, partialSince: 4, endsInCr: false })
    expect(framer.takePartial()).toBeNull()
    expect(framer.end()).toMatchObject({ reads: [2], told: 1, carried: true })
    expect(framer.partial).toBeNull()
  })

  it('are none where the program knows no lines', () => {
    const framer = new LineFramer(0)
    framer.push(bytes('fichier'))
    expect([framer.partial, framer.takePartial()]).toEqual([null, null])
  })

  it('are told once and at their own times, and add up to what came, whatever the stream, its reads and who asks', () => {
    const letter = fc.constantFrom('a', 'b', '\n', '\r', '\xff')
    const read = fc.record({ text: fc.string({ unit: letter, minLength: 1, maxLength: 30 }), asks: fc.boolean() })
    fc.assert(
      fc.property(fc.array(read, { maxLength: 150 }), fc.integer({ min: 2, max: 40 }), (reads, maxLine) => {
        const framer = new LineFramer(maxLine)
        const came = new Map(reads.map(({ text }, i) => [i, text.length]))
        const told: { at: number; size: number }[] = []
        let summed = false
        const note = (all: Pick<Released, 'reads' | 'dropped'>, from: number, at: (i: number) => number) =>
          all.reads.forEach((kept, i) => {
            if (i >= from) told.push({ at: at(i), size: kept + (all.dropped?.[i] ?? 0) })
          })
        const release = (released: Released | null): void => {
          if (!released) return
          const { told: from = 0, readsAt = [], at = NaN, readCount, partialBytes, carried } = released
          expect(carried).toBe(from > 0 && carried)
          note(released, from, (i) => readsAt[i - from] ?? at)
          // The read that completed the lines also brought what is held.
          if (partialBytes > 0) told.at(-1)!.size += partialBytes
          summed ||= readCount !== undefined
        }
        reads.forEach(({ text, asks }, i) => {
          release(framer.push(bytes(text), i))
          const partial = asks ? framer.takePartial() : null
          if (!partial) return
          summed ||= partial.readCount !== undefined
          note(partial, 0, (at) => partial.readsAt[at]!)
          expect(partial.partialBytes).toBe(framer.partialBytes + framer.discardedInARow)
        })
        release(framer.end())
        expect(told.reduce((sum, { size }) => sum + size, 0)).toBe([...came.values()].reduce((a, b) => a + b, 0))
        expect(told.map(({ at }) => at)).toEqual([...new Set(told.map(({ at }) => at))])
        // One entry stands for several reads only beyond the most that are listed.
        if (!summed) for (const { at, size } of told) expect(size).toBe(came.get(at))
      }),
      { numRuns: 500 },
    )
  })
})
