import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOBODY, SendLedger } from './send-ledger.ts'

describe('send ledger', () => {
  it('says whose bytes wait: the oldest leave first', () => {
    const ledger = new SendLedger()
    ledger.add(1, 10)
    ledger.add(2, 5)
    ledger.add(1, 3)
    ledger.keep(7)
    expect([ledger.share(1), ledger.share(2), ledger.total]).toEqual([3, 4, 7])
    ledger.keep(3)
    expect([...ledger.shares]).toEqual([[1, 3]])
  })

  it('agrees with a queue of single bytes, whatever comes and goes', () => {
    const act = fc.oneof(
      fc.record({ from: fc.integer({ min: 0, max: 4 }), bytes: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ take: fc.integer({ min: 0, max: 60 }) }),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 3000 }), (acts) => {
        const ledger = new SendLedger()
        let queue: number[] = []
        for (const one of acts) {
          if ('take' in one) {
            queue = queue.slice(one.take)
            ledger.keep(queue.length)
          } else {
            queue.push(...new Array<number>(one.bytes).fill(one.from))
            ledger.add(one.from, one.bytes)
          }
          expect(ledger.total).toBe(queue.length)
          for (let from = 0; from <= 4; from++) {
            expect(ledger.share(from)).toBe(queue.filter((other) => other === from).length)
          }
          expect([...ledger.shares.values()].every((share) => share > 0)).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('what waits of a sender that has gone is nobody’s, and leaves in its turn', () => {
    const ledger = new SendLedger()
    for (const from of [1, 2, 1]) ledger.add(from, 5)
    ledger.disown(1)
    expect([...ledger.shares]).toEqual([
      [2, 5],
      [NOBODY, 10],
    ])
    ledger.keep(5)
    expect([...ledger.shares]).toEqual([[NOBODY, 5]])
  })

  it('forgets what has left: ten thousand lines cost no more than those that wait', () => {
    const ledger = new SendLedger()
    for (let i = 0; i < 10_000; i++) {
      ledger.add(i % 7, 1)
      ledger.keep(3)
    }
    expect(ledger.total).toBe(3)
    expect([...ledger.shares.values()]).toEqual([1, 1, 1])
  })
})
