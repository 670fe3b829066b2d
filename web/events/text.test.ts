import { describe, expect, it } from 'vitest'
import { marked, spansOf } from './marked-text.ts'
import { formatSince } from './time.ts'

describe('formatSince', () => {
  it.each([
    [0, '0.000'],
    [13_700_999, '13.700'],
    [60_000_000, '1:00.000'],
    [754_012_000, '12:34.012'],
    [3_661_000_001, '1:01:01.000'],
  ])('%i µs is %s', (t, text) => expect(formatSince('en', t)).toBe(text))

  it('writes French figures, and every microsecond where asked', () => {
    expect(formatSince('fr', 13_700_042, 6)).toBe('13,700042')
  })
})

describe('spansOf', () => {
  it('sets ends of lines, tabs and escapes apart', () => {
    expect(spansOf('un\tdeux\r\n')).toEqual([
      { text: 'un', kind: 'plain' },
      { text: '⇥', kind: 'control' },
      { text: 'deux', kind: 'plain' },
      { text: '\\r↵', kind: 'control' },
    ])
    expect(marked('\u001b[2J\u202e')).toBe('\\x1b[2J⟨U+202E⟩')
  })

  it('flags what was not UTF-8', () => {
    expect(spansOf('caf\ufffd!').map((span) => span.kind)).toEqual(['plain', 'invalid', 'plain'])
  })

  it('leaves a picture that somebody typed alone', () => {
    expect(spansOf('␊')).toEqual([{ text: '␊', kind: 'plain' }])
  })

  it('looks no further than it is asked to', () => {
    expect(marked('a\n'.repeat(1000), 5)).toBe('a↵a↵a')
  })
})
