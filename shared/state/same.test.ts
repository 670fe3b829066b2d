import fc from 'fast-check'
import { expect, it } from 'vitest'
import { same } from './same.ts'

it('is what a comparison of the JSON texts would say, with properties in any order', () => {
  const sorted = (value: unknown): string =>
    JSON.stringify(value, (_, it: unknown) =>
      it !== null && typeof it === 'object' && !Array.isArray(it)
        ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1)))
        : it,
    )
  const small = fc.jsonValue({ maxDepth: 3 })
  fc.assert(fc.property(small, small, (a, b) => same(a, b) === (sorted(a) === sorted(b))))
  fc.assert(fc.property(small, (a) => same(a, structuredClone(a))))
})

it('takes a property that is undefined for one that is absent, as JSON does', () => {
  expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true)
  expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(true)
  expect(same({ a: 1 }, { b: 1 })).toBe(false)
  expect(same({ a: 1 }, { a: 1, b: 2 })).toBe(false)
  expect(same([], {})).toBe(false)
})

it('leaves out what does not matter, at any depth', () => {
  const ignored = new Set(['ms'])
  expect(same({ rows: [{ ms: 1, x: 2 }] }, { rows: [{ ms: 9, x: 2 }] }, ignored)).toBe(true)
  expect(same({ rows: [{ ms: 1, x: 2 }] }, { rows: [{ ms: 1, x: 3 }] }, ignored)).toBe(false)
})
