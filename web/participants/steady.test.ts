import { expect, it } from 'vitest'
import { Steady } from './steady.ts'

it('gives what it gave before where nothing else is said, of each by itself', () => {
  const steady = new Steady<{ names: readonly string[] }>()
  const first = steady.keep(1, { names: ['bob'] })
  expect(steady.keep(1, { names: ['bob'] })).toBe(first)
  expect(steady.keep(2, { names: ['bob'] })).not.toBe(first)
  const second = steady.keep(1, { names: ['bob', 'eve'] })
  expect(second.names).toEqual(['bob', 'eve'])
  expect(steady.keep(1, { names: ['bob'] })).not.toBe(first)
})

it('keeps a bounded number', () => {
  const steady = new Steady<{ n: number }>()
  const first = steady.keep(0, { n: 0 })
  for (let id = 1; id <= 1000; id++) steady.keep(id, { n: id })
  expect(steady.keep(0, { n: 0 })).not.toBe(first)
})
