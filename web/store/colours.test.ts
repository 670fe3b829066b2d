import { expect, it } from 'vitest'
import { colourOf } from './colours.ts'

it('gives each of twelve a colour of its own, those near the colour of waits last, and then begins again', () => {
  const twelve = Array.from({ length: 12 }, (_, i) => colourOf(i + 1))
  expect(new Set(twelve)).toEqual(new Set(Array.from({ length: 12 }, (_, i) => i)))
  expect(twelve.slice(-2)).toEqual([1, 7])
  expect(colourOf(13)).toBe(colourOf(1))
})
