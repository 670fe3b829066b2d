import fc from 'fast-check'
import { expect, it } from 'vitest'
import { distance, nearest } from './nearest.ts'

it.each([
  ['', 'abc', 3],
  ['fork', 'fork', 0],
  ['frok', 'fork', 1],
  ['reusaddr', 'reuseaddr', 1],
  ['crlnf', 'crnl', 2],
])('from %s to %s', (a, b, edits) => expect(distance(a, b)).toBe(edits))

it('agrees with itself under a limit, as far as the limit goes', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 9 })
  fc.assert(
    fc.property(word, word, fc.nat({ max: 5 }), (a, b, limit) => {
      const full = distance(a, b)
      expect(distance(b, a)).toBe(full)
      const bounded = distance(a, b, limit)
      if (full <= limit) expect(bounded).toBe(full)
      else expect(bounded).toBeGreaterThan(limit)
    }),
  )
})

it('names nothing that is too far', () => {
  expect(nearest('REUSADDR', ['fork', 'reuseaddr'])).toBe('reuseaddr')
  expect(nearest('bonjour', ['fork', 'reuseaddr'])).toBeNull()
})
