import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_SEND_BYTES } from '#shared/model/constants.ts'
import { base64, messages } from './payload.ts'

const text = (piece: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(piece)

describe('messages', () => {
  it('ends the line as asked', () => {
    expect(messages('a', 'lf').map(text)).toEqual(['a\n'])
    expect(messages('a', 'crlf').map(text)).toEqual(['a\r\n'])
    expect(messages('a', 'none').map(text)).toEqual(['a'])
    expect(messages('', 'lf').map(text)).toEqual(['\n'])
    expect(messages('', 'none')).toEqual([])
  })

  it('cuts what one message may not carry between characters, and loses no byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(3), (some, shift) => {
        const long = 'x'.repeat(shift) + some.repeat(Math.ceil(100_000 / some.length))
        const all = messages(long, 'lf')
        expect(all.map(text).join('')).toBe(`${long.toWellFormed()}\n`)
        expect(all.every((piece) => piece.length <= MAX_SEND_BYTES)).toBe(true)
        expect(all.length).toBeGreaterThan(2)
      }),
      { numRuns: 30 },
    )
  })
})

it('base64 is that of the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 10_000 }), (bytes) => {
      expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    }),
  )
})
