import { describe, expect, it } from 'vitest'
import { markersIn, nextOf, toggled } from './markers.ts'

describe('markers', () => {
  it.each([
    [null, []],
    ['', []],
    ['[1,', []],
    ['null', []],
    ['{"0":5}', []],
    ['"123"', []],
    ['[3, "4", null, -1, 1e400, 2, 3, [5], 2.5]', [2, 2.5, 3]],
  ])('that the browser remembers as %s are %j', (remembered, markers) => {
    expect(markersIn(remembered)).toEqual(markers)
  })

  it('are a hundred at most', () => {
    expect(markersIn(JSON.stringify(Array.from({ length: 5000 }, (_, n) => n)))).toHaveLength(100)
  })

  it('are set in order, and taken away where one is near enough', () => {
    expect(toggled([1, 9], 5, () => false)).toEqual([1, 5, 9])
    expect(toggled([1, 5, 9], 5.1, (one) => Math.abs(one - 5.1) < 1)).toEqual([1, 9])
    expect(toggled([5], 5, () => false)).toEqual([5])
  })

  it('are gone to one after the other, from between them and from one of them', () => {
    const all = [10, 20, 30]
    expect([nextOf(all, 20, 1), nextOf(all, 20, -1)]).toEqual([30, 10])
    expect([nextOf(all, 25, 1), nextOf(all, 25, -1)]).toEqual([30, 20])
    expect([nextOf(all, 30, 1), nextOf(all, 10, -1)]).toEqual([undefined, undefined])
  })
})
