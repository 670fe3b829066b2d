import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineFramer, type Released } from './line-framer.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const text = (released: Released | null): string | null => released && Buffer.from(released.bytes).toString('latin1')

/** Feeds the chunks and the end; gives all releases. */
function frame(chunks: Uint8Array[], maxLine = 16_384): Released[] {
  const framer = new LineFramer(maxLine)
  return [...chunks.map((chunk) => framer.push(chunk)), framer.end()].filter((released) => released !== null)
}

const whole = (releases: Released[]): string => releases.map((released) => text(released)).join('')

/** What a line framer must deliver of a stream, said the slow way. */
function expected(stream: string, maxLine: number): { delivered: string; discarded: number } {
  let discarded = 0
  const delivered = stream
    .split(/(?<=\n)/)
    .map((line) => {
      const content = line.replace(/\n$/, '')
      const kept = content.slice(0, maxLine - 1)
      discarded += content.length - kept.length
      return kept + line.slice(content.length)
    })
    .join('')
  return { delivered, discarded }
}

describe('LineFramer', () => {
  it('releases all whole lines of a read together and holds the rest', () => {
    const framer = new LineFramer(100)
    expect(framer.push(bytes('un\ndeux\ntr'))).toMatchObject({ lines: 2, reads: [8], partialBytes: 2, carried: false })
    expect(framer.partialBytes).toBe(2)
    const next = framer.push(bytes('ois\n'))
    expect(text(next)).toBe('trois\n')
    expect(next).toMatchObject({ lines: 1, reads: [2, 4], partialBytes: 0, carried: true })
  })

  it.each(['bonjour\r\n', 'é\nü\n', '\n\n\n', 'a\0b\n\xff\xfe\n', 'sans fin', '\r', ''])(
    'delivers %j byte for byte, split at every position',
    (stream) => {
      for (let cut = 0; cut <= stream.length; cut++) {
        expect(whole(frame([bytes(stream.slice(0, cut)), bytes(stream.slice(cut))]))).toBe(stream)
      }
    },
  )

  it('marks a last line without its end', () => {
    const [first, last] = frame([bytes('un\nde'), bytes('ux')])
    expect(first).toMatchObject({ unfinished: false, partialBytes: 2 })
    expect(last).toMatchObject({ unfinished: true, lines: 1, reads: [2, 2], carried: true })
  })

  it.each([
    ['one less than the longest', 14, 0],
    ['exactly the longest', 15, 0],
    ['one more than the longest', 16, 1],
  ])('takes a line of %s, however it is split', (_, content, discarded) => {
    const stream = `${'x'.repeat(content)}\nok\n`
    for (let cut = 0; cut <= stream.length; cut++) {
      const releases = frame([bytes(stream.slice(0, cut)), bytes(stream.slice(cut))], 16)
      expect(whole(releases)).toBe(`${'x'.repeat(Math.min(15, content))}\nok\n`)
      expect(releases.reduce((sum, released) => sum + released.discarded, 0)).toBe(discarded)
    }
  })

  it('keeps only the head of an endless line, and counts the rest', () => {
    const framer = new LineFramer(16)
    const chunk = new Uint8Array(65_536).fill(120)
    for (let i = 0; i < 32; i++) expect(framer.push(chunk)).toBeNull()
    expect(framer.partialBytes).toBe(15)
    expect(framer.discardedInARow).toBe(32 * 65_536 - 15)
    expect(framer.end()).toMatchObject({ unfinished: true, discarded: 32 * 65_536 - 15 })
    expect(framer.discardedInARow).toBe(0)
  })

  it('keeps what it holds, whatever becomes of the chunk', () => {
    const framer = new LineFramer(100)
    const chunk = Buffer.from('un\nde')
    framer.push(chunk)
    chunk.fill(0)
    expect(text(framer.push(bytes('ux\n')))).toBe('deux\n')
  })

  it('takes a line that comes a byte a read', () => {
    const releases = frame([...`${'y'.repeat(200)}\n`].map(bytes))
    expect(whole(releases)).toBe(`${'y'.repeat(200)}\n`)
    // 63 one by one, and one entry for the rest.
    expect(releases[0]!.reads).toEqual([...Array(63).fill(1), 138])
    expect(releases[0]!.readCount).toBe(201)
    expect(frame([bytes('un'), bytes('\n')])[0]).not.toHaveProperty('readCount')
  })

  it('takes an empty read for none', () => {
    const framer = new LineFramer(100)
    expect(framer.push(bytes(''))).toBeNull()
    expect(framer.partial).toBeNull()
  })

  it('says of each read how much of it was dropped, beyond those that are listed too', () => {
    const framer = new LineFramer(4)
    framer.push(bytes('abcde'), 1)
    expect(framer.partial).toEqual({ partialBytes: 5, partialSince: 1, endsInCr: false })
    framer.push(bytes('fg\r'), 2)
    expect(framer.partial).toEqual({ partialBytes: 8, partialSince: 1, endsInCr: true })
    expect(framer.push(bytes('h\nx'), 3)).toEqual({
      ...{
        bytes: Uint8Array.from(bytes('abc\n')),
        lines: 1,
        reads: [3, 0, 1],
        dropped: [2, 3, 1],
        readsAt: [1, 2],
        at: 3,
      },
      ...{ carried: false, partialBytes: 1, discarded: 6, unfinished: false },
    })
    const long = new LineFramer(4)
    for (let i = 0; i < 70; i++) long.push(bytes('ab'), i)
    const { reads, dropped, readCount } = long.push(bytes('\n'), 70)!
    expect(reads).toEqual([2, 1, ...Array(61).fill(0), 1])
    expect(dropped).toEqual([0, 1, ...Array(61).fill(2), 14])
    expect(readCount).toBe(71)
  })

  it('knows the CR at the end of a long line, of the line after it, and of none before', () => {
    for (const [chunk, endsInCr] of [
      ['abcdefg\nx\r', true],
      ['abcdefg\nx', false],
      ['abcdefg\nuvwxyz\r', true],
      ['\rbcdefg\n\ruvwxyz', false],
    ] as const) {
      const framer = new LineFramer(4)
      framer.push(bytes(chunk))
      expect(framer.partial!.endsInCr, JSON.stringify(chunk)).toBe(endsInCr)
    }
  })

  it('goes back to whole lines after one that was too long, at the end of the stream too', () => {
    const framer = new LineFramer(4)
    framer.push(bytes('abcdefg'))
    framer.end()
    expect(framer.partial).toBeNull()
    expect(framer.push(bytes('abc\n'))).toEqual({
      ...{ bytes: bytes('abc\n'), lines: 1, reads: [4], at: 0, carried: false },
      ...{ partialBytes: 0, discarded: 0, unfinished: false },
    })
    // Of a maximum of one byte only the ends of lines stay.
    const shortest = new LineFramer(1)
    shortest.push(bytes('abc'))
    expect(shortest.end()).toMatchObject({ bytes: new Uint8Array(0), discarded: 3, unfinished: true })
  })

  it('gives the chunk itself where it is whole lines, and no more than was begun where it is not', () => {
    const framer = new LineFramer(1000)
    const chunk = bytes('un\ndeux\n')
    expect(framer.push(chunk)!.bytes).toBe(chunk)
    const lines = bytes('trois\n')
    expect(new LineFramer(4).push(lines)).toMatchObject({ reads: [4], dropped: [2], lines: 1, discarded: 2 })
  })

  it('loses, doubles and reorders nothing, whatever the stream and its reads', () => {
    const letter = fc.constantFrom('a', 'b', '\n', '\r', '\0', '\xff')
    fc.assert(
      fc.property(
        fc.array(letter, { maxLength: 200 }),
        fc.array(fc.nat(200), { maxLength: 20 }),
        fc.integer({ min: 2, max: 40 }),
        (letters, cuts, maxLine) => {
          const stream = letters.join('')
          const at = [...new Set([0, ...cuts.filter((cut) => cut < stream.length), stream.length])].sort(
            (a, b) => a - b,
          )
          const chunks = at.slice(1).map((to, i) => bytes(stream.slice(at[i], to)))
          const releases = frame(chunks, maxLine)
          const { delivered, discarded } = expected(stream, maxLine)
          expect(whole(releases)).toBe(delivered)
          expect(releases.reduce((sum, released) => sum + released.discarded, 0)).toBe(discarded)
          for (const released of releases) {
            expect(released.reads.reduce((a, b) => a + b, 0)).toBe(released.bytes.length)
            expect(released.unfinished || text(released)!.endsWith('\n')).toBe(true)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
