import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { segments, visible, visibleLines } from './visible.ts'

describe('visible', () => {
  it.each([
    ['a\nb', 'a␊b'],
    ['\u0000\r\t\u001b[31m', '␀␍␉␛[31m'],
    ['\u007f\u0085\u009b', '␡⟨U+0085⟩⟨U+009B⟩'],
    ['ana\u202Eexe.gpj', 'ana⟨U+202E⟩exe.gpj'],
    ['\u2066\u2069\u200e\u200f\u061c', '⟨U+2066⟩⟨U+2069⟩⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩'],
    ['\u2028\u2029\u200b\ufeff', '⟨U+2028⟩⟨U+2029⟩⟨U+200B⟩⟨U+FEFF⟩'],
  ])('shows %j', (text, shown) => {
    expect(visible(text)).toBe(shown)
  })

  it.each(['bonjour à tous', 'عربي', '👩‍💻', 'e\u0301', '', '\ufffd', '<img onerror=x>'])('leaves %j alone', (text) => {
    expect(visible(text)).toBe(text)
    expect(segments(text).every((part) => !part.control)).toBe(true)
  })

  it('leaves nothing that acts, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u)
        expect(visible(visible(text))).toBe(visible(text))
      }),
    )
  })
})

describe('segments', () => {
  it('cuts where plain text and pictures meet', () => {
    expect(segments('a\r\nb')).toEqual([
      { text: 'a', control: false },
      { text: '␍␊', control: true },
      { text: 'b', control: false },
    ])
  })

  it('says the same as visible, and alternates', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\u202e', '\u0000', 'é') }), (text) => {
        const parts = segments(text)
        expect(parts.map((part) => part.text).join('')).toBe(visible(text))
        parts.forEach((part, i) => expect(part.control).not.toBe(parts[i + 1]?.control))
      }),
    )
  })
})

describe('visibleLines', () => {
  it.each([
    ['bonjour à tous\tici\n', 'bonjour à tous\tici\n'],
    ['\u001b]0;titre\u0007\u001b[2J\n', '␛]0;titre␇␛[2J\n'],
    ['ligne\r\n', 'ligne␍\n'],
    ['\u009b31m\u007f\u202etxt', '⟨U+009B⟩31m␡⟨U+202E⟩txt'],
  ])('shows %j as %j', (text, shown) => expect(visibleLines(text)).toBe(shown))
})
