import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockKeyboard } from './block-keyboard.ts'

const typed = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 })
const size = fc.integer({ min: 1, max: 50 })

/** All blocks that it gives to a program that asks again and again. */
function blocksOf(keyboard: BlockKeyboard): Uint8Array[] {
  const blocks: Uint8Array[] = []
  for (;;) {
    keyboard.ask()
    const answer = keyboard.answer()
    if (answer === null || answer === 'ended') return blocks
    blocks.push(answer.lines.bytes)
  }
}

describe('a keyboard that is read by blocks', () => {
  it('gives every byte once, in order, in whole blocks, however they were typed and asked for', () => {
    fc.assert(
      fc.property(size, typed, fc.infiniteStream(fc.boolean()), (size, pieces, asks) => {
        const keyboard = new BlockKeyboard(size)
        const blocks: Uint8Array[] = []
        for (const piece of pieces) {
          expect(keyboard.type(piece)).toBe(true)
          // The program asks now, or only later.
          if (asks.next().value === true) blocks.push(...blocksOf(keyboard))
        }
        blocks.push(...blocksOf(keyboard))
        const all = Buffer.concat(pieces)
        const rest = all.length % size
        expect(blocks.every(({ length }) => length === size)).toBe(true)
        expect(keyboard.view()).toMatchObject({ wanted: true, ended: false, block: { size, waiting: rest } })
        keyboard.end()
        blocks.push(...blocksOf(keyboard))
        expect(Buffer.concat(blocks).equals(all)).toBe(true)
        expect(blocks).toHaveLength(Math.ceil(all.length / size))
        expect(keyboard.type(Uint8Array.of(1))).toBe(false)
      }),
    )
  })

  it('gives nothing unasked, and its end once all that waited was read', () => {
    const keyboard = new BlockKeyboard(4)
    keyboard.type(Buffer.from('abcdef'))
    expect(keyboard.answer()).toBeNull()
    keyboard.ask()
    expect(keyboard.answer()).toMatchObject({ lines: { bytes: new Uint8Array(Buffer.from('abcd')) } })
    expect(keyboard.answer()).toBeNull()
    keyboard.ask()
    expect(keyboard.answer()).toBeNull()
    keyboard.end()
    expect(keyboard.answer()).toMatchObject({ lines: { bytes: new Uint8Array(Buffer.from('ef')) } })
    keyboard.ask()
    expect(keyboard.answer()).toBe('ended')
  })

  it('takes no more than 1 MiB ahead, and more again when that was read', () => {
    const keyboard = new BlockKeyboard(65_507)
    const piece = new Uint8Array(32_768)
    let taken = 0
    while (keyboard.type(piece)) taken += piece.length
    expect(taken).toBe(1_048_576)
    keyboard.ask()
    keyboard.answer()
    expect(keyboard.type(piece)).toBe(true)
  })
})
