import { describe, expect, it } from 'vitest'
import { line } from './samples.fixture.ts'
import { toEvent } from './encode.ts'

describe('toEvent', () => {
  it('carries the fields, the bytes and their text', () => {
    const event = toEvent(line(5, 'é\0\n'))
    expect(event).toMatchObject({
      seq: 5,
      t: 5002.5,
      kind: 'lines',
      participant: 3,
      wakeUp: 5,
      to: [3, 1],
      partialBytes: 3,
    })
    expect(event).toMatchObject({ bytes: 'w6kACg==', size: 4, text: 'é\0\n' })
  })

  it('marks what is not UTF-8, also at the end of a whole payload', () => {
    expect(toEvent(line(1, Uint8Array.of(0x61, 0xff, 0x62, 0xc3))).text).toBe('a\ufffdb\ufffd')
  })

  it('keeps a byte order mark, cut or not', () => {
    expect(toEvent(line(1, '\ufeffab')).text).toBe('\ufeffab')
    expect(toEvent(line(1, '\ufeffab'), 4).text).toBe('\ufeffa')
  })

  it('does not show a character as damaged that the cut has split, whichever its length', () => {
    for (const character of ['é', '€', '😀']) {
      const payload = Buffer.from(`a${character}b`)
      for (let preview = 0; preview <= payload.length; preview += 1) {
        const event = toEvent(line(1, payload), preview)
        expect(Buffer.from(event.bytes, 'base64')).toEqual(payload.subarray(0, preview))
        expect(event.size).toBe(payload.length)
        expect(`a${character}b`.startsWith(event.text)).toBe(true)
        expect(payload.length - Buffer.byteLength(event.text)).toBeLessThan(payload.length - preview + 4)
      }
    }
  })

  it('still marks what the cut did not damage', () => {
    expect(toEvent(line(1, Uint8Array.of(0xe2, 0x28, 0xff, 0x61)), 3).text).toBe('\ufffd(\ufffd')
  })

  it('knows the size of an entry that was read back cut', () => {
    const entry = { ...line(1, Uint8Array.of(0x61, 0xe2, 0x82)), size: 9 }
    expect(toEvent(entry)).toMatchObject({ size: 9, text: 'a', bytes: 'YeKC' })
  })
})
