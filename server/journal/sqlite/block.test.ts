import { describe, expect, it } from 'vitest'
import { line, plain } from '../samples.fixture.ts'
import type { Entry } from '../port.ts'
import { BlockWriter, readBlock } from './block.ts'

function pack(from: number, to: number): Uint8Array {
  const writer = new BlockWriter(from, new ArrayBuffer(1))
  for (let seq = from; seq <= to; seq += 1) writer.add(line(seq))
  return new Uint8Array(writer.memory, 0, writer.used)
}

describe('a block', () => {
  it('yields what was added, from any entry on', () => {
    const block = pack(11, 20)
    for (let from = 1; from <= 21; from += 1) {
      const wanted = Array.from({ length: Math.min(10, 21 - from) }, (_, at) => plain(line(Math.max(from, 11) + at)))
      expect([...readBlock(block, from)].map(plain)).toEqual(wanted)
    }
  })

  it('is read from any place in memory', () => {
    const padded = new Uint8Array([7, 7, 7, ...pack(1, 3)])
    expect([...readBlock(padded.subarray(3))]).toHaveLength(3)
  })

  it('says so when it was cut anywhere', () => {
    const block = pack(1, 1)
    for (let length = 1; length < block.length; length += 1) {
      expect(() => [...readBlock(block.subarray(0, length))]).toThrow()
    }
  })

  it('says so when a length or a kind in it is wrong', () => {
    for (const [at, value] of [
      [3, 0],
      [3, 40],
      [0, 0xff],
      [20, 99],
    ] as const) {
      const block = pack(1, 2)
      block[at] = value
      expect(() => [...readBlock(block)]).toThrow()
    }
  })

  it('grows its memory in time, wherever that ends, and keeps each flag for itself', () => {
    const many = Array.from({ length: 60 }, (_, i) => 2 ** 52 + i)
    const entries = [
      { ...line(1), detail: { ...line(1).detail, carried: true, unfinished: false } },
      { ...line(2), detail: { ...line(2).detail, carried: false, unfinished: true } },
      { ...line(3), detail: { ...line(3).detail, carried: false, unfinished: false, to: many, reads: many } },
      { ...line(4), detail: { ...line(4).detail, readsAt: many, dropped: many } },
      { ...line(5), kind: 'child-died', detail: { how: 'x'.repeat(300) } },
      line(6, 'y'.repeat(300)),
    ] as Entry[]
    for (const entry of entries) {
      for (let size = 0; size < 1200; size += 7) {
        const writer = new BlockWriter(entry.seq, new ArrayBuffer(size))
        writer.add(entry)
        expect(writer.count).toBe(1)
        expect([...readBlock(new Uint8Array(writer.memory, 0, writer.used))].map(plain)).toEqual([plain(entry)])
      }
    }
  })

  it('keeps the reads behind lines, and those that completed none', () => {
    const lines = line(1)
    const reads = { reads: [0, 3], told: 1, readsAt: [7_000_000_000, 7_000_000_001], dropped: [300, 0], readCount: 90 }
    const partial = { reads: [9], readsAt: [17], partialBytes: 9, partialSince: 17, endsInCr: true }
    const entries = [
      { ...lines, detail: { ...lines.detail, ...reads } },
      { ...line(2), detail: { ...line(2).detail, told: 1 } },
      { ...line(3, 'salut-toi'), kind: 'partial-line', detail: partial },
    ] as Entry[]
    const writer = new BlockWriter(1, new ArrayBuffer(1))
    for (const entry of entries) writer.add(entry)
    expect([...readBlock(new Uint8Array(writer.memory, 0, writer.used))].map(plain)).toEqual(entries.map(plain))
  })

  it('yields a kind of a later lab by its number, and what follows', () => {
    const writer = new BlockWriter(1, new ArrayBuffer(1))
    writer.add({ ...line(1), kind: 'child-died', detail: { how: 'exit 1' } })
    writer.add(line(2))
    const block = new Uint8Array(writer.memory, 0, writer.used)
    block[20] = 201
    const read = [...readBlock(block)]
    expect(read.map(({ kind, detail }) => [kind, 'how' in detail])).toEqual([
      ['kind-201', true],
      ['lines', false],
    ])
    // As the worker does that answers a read: it packs again what it has unpacked.
    const again = new BlockWriter(1, new ArrayBuffer(1))
    for (const entry of read) again.add(entry, entry.size)
    expect([...readBlock(new Uint8Array(again.memory, 0, again.used))]).toEqual(read)
  })

  it('refuses a number that it cannot give back, and stays as it was', () => {
    const writer = new BlockWriter(1, new ArrayBuffer(64))
    writer.add(line(1))
    for (const wakeUp of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      expect(() => writer.add({ ...line(2), wakeUp })).toThrow(RangeError)
    }
    writer.add(line(2))
    const block = new Uint8Array(writer.memory, 0, writer.used)
    expect([...readBlock(block)].map(plain)).toEqual([plain(line(1)), plain(line(2))])
  })
})
