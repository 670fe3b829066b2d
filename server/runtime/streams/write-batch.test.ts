import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WriteBatch } from './write-batch.ts'

class Ear {
  readonly id: number
  heard = ''
  lines = 0
  writes = 0

  constructor(id: number) {
    this.id = id
  }

  deliver(bytes: Uint8Array, lines: number): void {
    this.heard += Buffer.from(bytes).toString('latin1')
    this.lines += lines
    this.writes++
  }
}

describe('WriteBatch', () => {
  it('writes once to each receiver of a turn', () => {
    const batch = new WriteBatch()
    const ears = [1, 2, 3].map((id) => new Ear(id))
    for (const text of ['a\n', 'b\n', 'c\n']) batch.add(1, Buffer.from(text), 1)
    batch.flush(ears)
    expect(ears.map(({ heard, lines, writes }) => [heard, lines, writes])).toEqual([
      ['', 0, 0],
      ['a\nb\nc\n', 3, 1],
      ['a\nb\nc\n', 3, 1],
    ])
  })

  it('gives everybody all of the others and nothing of its own, in order', () => {
    const said = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('x\n', 'yy\n', 'zzz\n\n'))
    fc.assert(
      fc.property(fc.array(said, { maxLength: 30 }), (sayings) => {
        const batch = new WriteBatch()
        const ears = [1, 2, 3, 4, 5].map((id) => new Ear(id))
        for (const [from, text] of sayings) batch.add(from, Buffer.from(text), text.split('\n').length - 1)
        batch.flush(ears)
        for (const ear of ears) {
          const heard = sayings.filter(([from]) => from !== ear.id).map(([, text]) => text)
          expect(ear.heard).toBe(heard.join(''))
          expect(ear.lines).toBe(heard.join('').split('\n').length - 1)
        }
        expect(batch.bytes).toBe(0)
      }),
    )
  })
})
