import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frame } from '../../testing/load/frames.ts'
import { FrameCutter } from './frames.ts'

/** Ends of whole frames in a stream that comes in these pieces. */
function ends(pieces: readonly Uint8Array[], cutter = new FrameCutter()): number[] {
  const found: number[] = []
  let before = 0
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const { end, whole } = cutter.next(piece, at)
      expect(end).toBeGreaterThan(at)
      if (whole) found.push(before + end)
      at = end
    }
    before += piece.length
  }
  return found
}

const payloads = [0, 1, 125, 126, 127, 300, 65_535, 65_536]
const stream = Buffer.concat(payloads.map((length) => frame(0x81, Buffer.alloc(length))))
const expected = payloads.map(
  (
    (at = 0) =>
    (length: number) =>
      (at += frame(0x81, Buffer.alloc(length)).length)
  )(),
)

describe('the ends of frames', () => {
  it('are found with lengths of 7, 16 and 64 bits', () => {
    expect(ends([stream])).toEqual(expected)
  })

  it('are found wherever the stream is cut', () => {
    const short = stream.subarray(0, expected[5])
    for (let cut = 1; cut < short.length; cut++) {
      expect(ends([short.subarray(0, cut), short.subarray(cut)])).toEqual(expected.slice(0, 6))
    }
    expect(ends(Array.from(short, (byte) => Uint8Array.of(byte)))).toEqual(expected.slice(0, 6))
  })

  it('are found in any pieces of any frames', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200)), fc.array(fc.integer({ min: 1, max: 50 })), (lengths, sizes) => {
        const frames = lengths.map((length, i) => frame([0x81, 0x01, 0x00, 0x89, 0x8a][i % 5]!, Buffer.alloc(length)))
        const bytes = Buffer.concat(frames)
        const pieces: Buffer[] = []
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const piece = bytes.subarray(at, at + (sizes[i % sizes.length] ?? bytes.length))
          pieces.push(piece)
          at += piece.length
        }
        let at = 0
        expect(ends(pieces)).toEqual(frames.map(({ length }) => (at += length)))
      }),
    )
  })

  it('are those of unmasked frames too, which the ws library then refuses', () => {
    expect(ends([Buffer.from([0x81, 0x01, 0x61, 0x81, 0x00])])).toEqual([3, 5])
  })

  it('tell a close frame once it is whole', () => {
    const cutter = new FrameCutter()
    const bytes = frame(0x88, Buffer.from([3, 0xe8]))
    ends([bytes.subarray(0, -1)], cutter)
    expect(cutter.closed).toBe(false)
    ends([bytes.subarray(-1)], cutter)
    expect(cutter.closed).toBe(true)
  })
})
