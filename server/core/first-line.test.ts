import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { join, takeFirstLine } from './first-line.ts'
import { LineFramer, type Released } from './line-framer.ts'

/** As the framer makes it: to `toEqual` a Buffer is another thing. */
const plain = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text))
const text = ({ bytes }: Released): string => Buffer.from(bytes).toString()

/** Takes lines off until nothing is left. */
function all(released: Released): Released[] {
  const { first, rest } = takeFirstLine(released)
  return rest ? [first, ...all(rest)] : [first]
}

describe('one line at a time', () => {
  it('takes the first line off, and says which reads brought it', () => {
    const framer = new LineFramer(100)
    framer.push(Buffer.from('u'))
    const { first, rest } = takeFirstLine(framer.push(Buffer.from('n\ndeux\ntrois\n'))!)
    expect(text(first)).toBe('un\n')
    expect(first).toMatchObject({ lines: 1, reads: [1, 2], partialBytes: 11 })
    expect(text(rest!)).toBe('deux\ntrois\n')
    expect(rest).toMatchObject({ lines: 2, reads: [11], carried: true })
  })

  it('tells each read once, with the first line that it brought something of, at its own time', () => {
    const framer = new LineFramer(100)
    framer.push(Buffer.from('u'), 10)
    framer.takePartial()
    framer.push(Buffer.from('n'), 20)
    const { first, rest } = takeFirstLine(framer.push(Buffer.from('\ndeux\ntr'), 30)!)
    expect(first).toEqual({
      ...{ bytes: plain('un\n'), lines: 1, carried: false, discarded: 0, unfinished: false },
      ...{ reads: [1, 1, 1], told: 1, readsAt: [20], at: 30, partialBytes: 7 },
    })
    // Its read was told with the line before, which it ended: it has no time of its own here.
    expect(rest).toEqual({
      ...{ bytes: plain('deux\n'), lines: 1, carried: true, discarded: 0, unfinished: false },
      ...{ reads: [5], told: 1, partialBytes: 2 },
    })
    expect(takeFirstLine(rest!)).toEqual({ first: rest, rest: null })
  })

  it('counts what the last read brought of a line that is not complete once, with the line that the read ended', () => {
    const released = (reads: number[]): Released => ({
      ...{
        bytes: Buffer.from('un\ndeux\n'),
        lines: 2,
        carried: false,
        partialBytes: 4,
        discarded: 0,
        unfinished: false,
      },
      ...{ reads, readsAt: reads.slice(1).map((_, i) => 10 + i), at: 90 },
    })
    // Cut between two reads: the first has nothing beyond its line.
    const apart = takeFirstLine(released([3, 5]))
    expect(apart.first).toMatchObject({ reads: [3], at: 10, partialBytes: 0, carried: false })
    expect(apart.first.readsAt).toBeUndefined()
    expect(apart.rest).toMatchObject({ reads: [5], at: 90, partialBytes: 4, carried: false })
    expect(apart.rest!.told).toBeUndefined()
    // Cut within one that is not the last.
    const within = takeFirstLine(released([4, 4]))
    expect(within.first).toMatchObject({ reads: [3], at: 10, partialBytes: 1 })
    expect(within.rest).toMatchObject({ reads: [1, 4], told: 1, at: 90, partialBytes: 4, carried: true })
  })

  it('says of what was dropped as too much with which read it went', () => {
    const framer = new LineFramer(4)
    framer.push(Buffer.from('abcde'), 1)
    const { first, rest } = takeFirstLine(framer.push(Buffer.from('f\nx\n'), 2)!)
    expect(first).toMatchObject({ reads: [3, 1], dropped: [2, 1], discarded: 3, readsAt: [1], at: 2, partialBytes: 2 })
    expect(rest).toMatchObject({ reads: [2], told: 1, discarded: 0 })
    expect(rest).not.toHaveProperty('dropped')
    // Joined again they are what they were, but for the boundary.
    expect(join(first, rest!)).toMatchObject({ reads: [3, 3], dropped: [2, 1], discarded: 3, lines: 2 })
  })

  it('takes a last line without its end, and what has no end at all, as one', () => {
    const framer = new LineFramer(100)
    framer.push(Buffer.from('fin'), 1)
    const released = framer.end()!
    expect(takeFirstLine(released)).toEqual({ first: released, rest: null })
    const unfinished = { ...released, bytes: Buffer.from('un\nfin'), lines: 2, reads: [6] }
    const { first, rest } = takeFirstLine(unfinished)
    expect(first.unfinished).toBe(false)
    expect(rest).toMatchObject({ unfinished: true, lines: 1 })
  })

  it('joins what a buffer holds with what comes: the read that ended the one brought the beginning of the other', () => {
    const framer = new LineFramer(100)
    const [one, two] = [framer.push(Buffer.from('un\nde'), 1)!, framer.push(Buffer.from('ux\n'), 2)!]
    expect(join(null, one)).toBe(one)
    expect(join(one, two)).toEqual({
      ...{ bytes: plain('un\ndeux\n'), lines: 2, carried: false, discarded: 0, unfinished: false },
      ...{ reads: [5, 3], readsAt: [1], at: 2, partialBytes: 0 },
    })
    // A line begun anew is another read.
    expect(join(one, { ...two, carried: false })).toMatchObject({ reads: [3, 2, 3], carried: false })
    expect(join({ ...one, carried: true }, { ...two, carried: false }).carried).toBe(true)
    const dropping = new LineFramer(3)
    const [long, rest] = [dropping.push(Buffer.from('ab\ncdef'), 1)!, dropping.push(Buffer.from('gh\n'), 2)!]
    expect(join(long, rest)).toMatchObject({ reads: [5, 1], dropped: [2, 2], discarded: 4 })
  })

  it('gives every line once, in order, whatever was joined before', () => {
    const line = fc.string({ unit: 'grapheme-ascii', maxLength: 8 }).map((chars) => `${chars.replaceAll('\n', '')}\n`)
    fc.assert(
      fc.property(fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (reads) => {
        const framer = new LineFramer(1000)
        const released = reads.map((lines) => framer.push(Buffer.from(lines.join('')))!)
        const joined = released.slice(1).reduce<Released>((before, next) => join(before, next), released[0]!)
        const lines = all(joined)
        expect(lines.map(text)).toEqual(reads.flat())
        for (const one of lines) expect(one.reads.reduce((a, b) => a + b, 0)).toBe(one.bytes.length)
      }),
    )
  })
})
