import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { join, takeFirstLine } from './first-line.ts'
import { LineFramer, type Released } from './line-framer.ts'

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
