import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_PIECES } from '#shared/model/constants.ts'
import { cutOf, preview, WAYS, type Cut, type Way } from './cutting.ts'

const cut = (way: Way, text: string, end: 'lf' | 'crlf' | 'none' = 'lf'): Cut => {
  const made = cutOf(way, text, end)
  if (typeof made === 'string') throw new Error(made)
  return made
}
const said = ({ bytes }: Cut): string => new TextDecoder().decode(bytes)

describe('a message is cut', () => {
  it('at every byte', () => {
    const made = cut('bytes', 'oui')
    expect(made.cuts).toEqual([1, 2, 3])
    expect(preview(made)).toEqual(['o', 'u', 'i', '↵'])
  })

  it('into a bounded number of pieces, the last one with the rest', () => {
    const made = cut('bytes', 'x'.repeat(5000))
    expect(made.cuts).toHaveLength(MAX_PIECES - 1)
    expect(made.cuts.at(-1)).toBe(MAX_PIECES - 1)
  })

  it.each([
    ['café', 4, ['caf\\xc3', '\\xa9↵']],
    ['5 €', 3, ['5 \\xe2', '\\x82\\xac↵']],
    ['😀 é', 2, ['\\xf0\\x9f', '\\x98\\x80 é↵']],
  ])('inside the first character of several bytes: %s', (text, at, pieces) => {
    const made = cut('character', text)
    expect(made.cuts).toEqual([at])
    expect(preview(made)).toEqual(pieces)
  })

  it('not at all where there is no such character, nothing, or too much, and that is said', () => {
    expect(cutOf('character', 'cafe', 'lf')).toBe('no-character')
    expect(cutOf('bytes', '', 'lf')).toBe('empty')
    expect(cutOf('two-lines', 'x'.repeat(20_000), 'lf')).toBe('too-long')
  })

  it('not at all, but two lines go in one write', () => {
    expect(said(cut('two-lines', 'un'))).toBe('un\nun\n')
    expect(said(cut('two-lines', 'un', 'crlf'))).toBe('un\r\nun\r\n')
    expect(said(cut('two-lines', 'un', 'none'))).toBe('un\nun\n')
    expect(said(cut('two-lines', 'un\ndeux'))).toBe('un\ndeux\n')
    expect(cut('two-lines', 'un').cuts).toEqual([])
  })

  it('not at all, and without its end', () => {
    expect(said(cut('no-newline', 'un', 'crlf'))).toBe('un')
  })

  it('at places that rise and lie within the bytes, whatever the text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WAYS), fc.string({ unit: 'grapheme', maxLength: 300 }), (way, text) => {
        const made = cutOf(way, text, 'lf')
        if (typeof made === 'string') return
        const ends = [0, ...made.cuts, made.bytes.length]
        for (let i = 1; i < ends.length; i++) expect(ends[i]).toBeGreaterThan(ends[i - 1]!)
      }),
    )
  })
})
