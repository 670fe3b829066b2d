import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Checker, type Faults } from './checker.ts'
import { CYCLE, Pattern } from './pattern.ts'

const SIZE = 24
const pattern = new Pattern(3, SIZE)
const ME = 2

const line = (sender: number, number: number): Buffer =>
  pattern.cycles[sender]!.subarray((number % CYCLE) * SIZE, (number % CYCLE) * SIZE + SIZE)

/** Gives the bytes to a checker in reads of so many bytes, then over and over, and tells what it found. */
function check(
  bytes: Buffer,
  reads: readonly number[] = [bytes.length],
): { received: number[]; faults: Faults; probed: boolean } {
  const received = [0, 0, 0]
  const checker = new Checker(pattern, ME, (sender, _, count) => (received[sender]! += count))
  // As in a client: the memory of a read is used again, and what an earlier read left in it is not to be judged.
  const memory = Buffer.alloc(65_536, 10)
  for (let at = 0, read = 0; at < bytes.length; read++) {
    const end = bytes.copy(memory, 0, at, at + reads[read % reads.length]!)
    checker.push(memory, end)
    at += end
  }
  return { received, faults: checker.faults, probed: checker.probed }
}

const good = { broken: 0, misplaced: 0 }

describe('a checker', () => {
  it('accepts whole lines in each sender’s order, however the reads cut them and the senders mix', () => {
    const turns = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 1, max: 40 })), {
      minLength: 1,
      maxLength: 30,
    })
    const reads = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(turns, reads, (turns, reads) => {
        const sent = [0, 0, 0]
        const stream = turns.flatMap(([sender, count]) =>
          Array.from({ length: count }, () => line(sender, sent[sender]!++)),
        )
        expect(check(Buffer.concat(stream), reads)).toMatchObject({ received: sent, faults: good })
      }),
    )
  })

  it('goes on where a cycle of lines ends', () => {
    const stream = Array.from({ length: 2 * CYCLE + 5 }, (_, number) => line(0, number))
    expect(check(Buffer.concat(stream), [50_000])).toMatchObject({ received: [2 * CYCLE + 5, 0, 0], faults: good })
  })

  it('knows a probe and counts it as nothing', () => {
    expect(check(Buffer.concat([pattern.probe, line(0, 0), pattern.probe]), [7])).toEqual({
      received: [1, 0, 0],
      faults: good,
      probed: true,
    })
  })

  const lines = (...numbers: number[]) => numbers.map((number) => line(0, number))
  const changed = Buffer.from(line(0, 1))
  changed[SIZE - 3]! ^= 1
  const faulty: [string, Buffer[], { received: number; broken: number; misplaced: number }][] = [
    ['a missing line', lines(0, 1, 3, 4), { received: 4, broken: 0, misplaced: 1 }],
    ['a doubled line', lines(0, 1, 1, 2), { received: 3, broken: 0, misplaced: 1 }],
    ['two lines that changed places', lines(0, 2, 1, 3), { received: 3, broken: 0, misplaced: 2 }],
    [
      'a line that came back to its sender',
      [...lines(0), line(ME, 0), ...lines(1)],
      { received: 2, broken: 0, misplaced: 1 },
    ],
    ['a changed byte', [...lines(0), changed, ...lines(2)], { received: 2, broken: 1, misplaced: 1 }],
    [
      'a line cut short',
      [...lines(0), line(0, 1).subarray(0, 9), Buffer.from('\n'), ...lines(2)],
      { received: 2, broken: 1, misplaced: 1 },
    ],
    ['a lost LF', [line(0, 0).subarray(0, SIZE - 1), ...lines(1, 2)], { received: 1, broken: 1, misplaced: 1 }],
    [
      'a line in the middle of another',
      [line(0, 0).subarray(0, 9), line(1, 0), line(0, 0).subarray(9), ...lines(1)],
      { received: 1, broken: 2, misplaced: 1 },
    ],
    [
      'an unknown sender',
      [...lines(0), Buffer.from(line(0, 0).toString().replace('@000', '@003')), ...lines(1)],
      { received: 2, broken: 1, misplaced: 0 },
    ],
    ['an added empty line', [...lines(0), Buffer.from('\n'), ...lines(1)], { received: 2, broken: 1, misplaced: 0 }],
  ]
  it.each(faulty)('reports %s, and goes on', (_, stream, { received, broken, misplaced }) => {
    const bytes = Buffer.concat(stream)
    for (const reads of [[bytes.length], [1], [5], [SIZE], [SIZE + 1]]) {
      const found = check(bytes, reads)
      expect({ received: found.received[0], ...found.faults }).toEqual({ received, broken, misplaced })
    }
  })
})
