import { expect, it } from 'vitest'
import { nextTile } from './keys.ts'

/** Three large tiles above four small ones, the last of these in a row of its own. */
const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
})
const BOXES = [
  ...[0, 100, 200].map((left) => box(left, 0, 90, 80)),
  ...[0, 100, 200].map((left) => box(left, 100, 90, 40)),
  box(0, 150, 90, 40),
]

it.each([
  [0, 'ArrowRight', 1],
  [2, 'ArrowRight', 3],
  [3, 'ArrowLeft', 2],
  [0, 'ArrowLeft', 0],
  [6, 'ArrowRight', 6],
  [1, 'ArrowDown', 4],
  [4, 'ArrowUp', 1],
  [5, 'ArrowDown', 6],
  [6, 'ArrowDown', 6],
  [0, 'ArrowUp', 0],
  [-1, 'ArrowDown', 0],
] as const)('from %i by %s to %i', (from, arrow, to) => {
  expect(nextTile(BOXES, from, arrow)).toBe(to)
})
