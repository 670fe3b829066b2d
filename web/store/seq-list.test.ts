import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SeqList } from './seq-list.ts'

it('is the ascending array that was pushed, beyond its first size too', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { maxLength: 5000 }),
      fc.nat(100_001),
      (some, seq) => {
        const ascending = some.toSorted((a, b) => a - b)
        const list = new SeqList()
        for (const one of ascending) list.push(one)
        expect(list.length).toBe(ascending.length)
        expect(Array.from(ascending, (_, i) => list.at(i))).toEqual(ascending)
        expect(list.at(ascending.length)).toBe(0)
        const next = ascending.findIndex((one) => one >= seq)
        expect(list.indexOf(seq)).toBe(next === -1 ? ascending.length : next)
      },
    ),
    { numRuns: 50 },
  )
})
