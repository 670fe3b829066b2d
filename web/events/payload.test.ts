import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, classify, hexRows, hexText } from './payload.ts'

const of = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes)

describe('classify', () => {
  it('tells text, newline, control and multi-byte characters apart', () => {
    expect(classify(new TextEncoder().encode('a\n\té€😀'))).toEqual([
      'text',
      'newline',
      'control',
      ...Array.from({ length: 9 }, () => 'multi'),
    ])
  })

  it.each([
    ['a continuation byte alone', of(0x80)],
    ['an overlong slash', of(0xc0, 0xaf)],
    ['an overlong in three bytes', of(0xe0, 0x80, 0x80)],
    ['a surrogate', of(0xed, 0xa0, 0x80)],
    ['beyond U+10FFFF', of(0xf4, 0x90, 0x80, 0x80)],
    ['a sequence that misses its end', of(0xe2, 0x82)],
    ['0xff', of(0xff)],
  ])('calls %s invalid', (_, bytes) => {
    expect(new Set(classify(bytes))).toEqual(new Set(['invalid']))
  })

  it('does not blame a sequence for the end of a preview', () => {
    expect(classify(of(0x41, 0xe2, 0x82), true)).toEqual(['text', 'cut', 'cut'])
    expect(classify(of(0xff, 0x41), true)).toEqual(['invalid', 'text'])
  })

  it('agrees with the decoder of the platform', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true })
    const wellFormed = (bytes: Uint8Array): boolean => {
      try {
        decoder.decode(bytes)
        return true
      } catch {
        return false
      }
    }
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.string({ unit: 'binary', maxLength: 2 }).map((s) => new TextEncoder().encode(s)),
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 4 }), (all) => {
        const bytes = Uint8Array.from(all.flatMap((piece) => [...piece]))
        const classes = classify(bytes)
        expect(classes).toHaveLength(bytes.length)
        expect(classes.includes('invalid')).toBe(!wellFormed(bytes))
      }),
      { numRuns: 400 },
    )
  })
})

describe('hexRows', () => {
  it('dumps as a teacher would on the board', () => {
    const bytes = new TextEncoder().encode('un\ndeux\n')
    expect(hexRows(bytes, classify(bytes), 8)).toEqual([
      {
        offset: 0,
        runs: [
          { kind: 'text', hex: '75 6e', ascii: 'un' },
          { kind: 'newline', hex: '0a', ascii: '·' },
          { kind: 'text', hex: '64 65 75 78', ascii: 'deux' },
          { kind: 'newline', hex: '0a', ascii: '·' },
        ],
      },
    ])
  })

  it('has every byte once, in order, whatever the width', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom(8, 16), (bytes, width) => {
        const rows = hexRows(bytes, classify(bytes), width)
        expect(rows.flatMap((row) => row.runs.map((run) => run.hex)).join(' ')).toBe(hexText(bytes))
        expect(rows.map((row) => row.offset)).toEqual(rows.map((_, i) => i * width))
      }),
    )
  })
})

it('bytesOf gives back every byte', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  expect(bytesOf({ bytes: btoa(String.fromCharCode(...bytes)) })).toEqual(bytes)
})
