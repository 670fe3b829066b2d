import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barsOf, scaleOf, type Point } from './scale.ts'

const S = 1_000_000
const points: fc.Arbitrary<Point[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 30 * S })), { maxLength: 40 })
  .map((steps) => {
    let [seq, t] = [0, 0]
    return steps.map(([more, later], i) => [(seq += i === 0 ? 1 : more), (t += later)] as const)
  })
const limit = fc.option(fc.integer({ min: S / 10, max: 5 * S }), { nil: null })

describe('the scale', () => {
  it('leads from a moment to its place and back, and never turns time round', () => {
    fc.assert(
      fc.property(points, limit, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (all, cut, places) => {
        const end = (all.at(-1)?.[1] ?? 0) + S
        const scale = scaleOf(all, end, cut)
        expect(scale.x(0)).toBe(0)
        expect(scale.x(end)).toBeCloseTo(1, 6)
        const times = places.toSorted((a, b) => a - b).map((x) => scale.t(x))
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        for (const x of places) expect(scale.x(scale.t(x))).toBeCloseTo(x, 4)
        // Every event has a place from which one comes back to it.
        for (const [, t] of all) expect(Math.abs(scale.t(scale.x(t)) - t)).toBeLessThanOrEqual(Math.max(2, end / 1e9))
      }),
    )
  })

  it('cuts what is silent and nothing else', () => {
    const quiet = scaleOf(
      [
        [1, 0],
        [2, 60 * S],
      ],
      61 * S,
      2 * S,
    )
    expect(quiet.cuts).toEqual([{ x: expect.closeTo(2 / 3, 5) as number, left: 58 * S }])
    const busy = scaleOf(
      [
        [1, 0],
        [500, 60 * S],
      ],
      61 * S,
      2 * S,
    )
    expect(busy.cuts).toEqual([])
    expect(
      scaleOf(
        [
          [1, 0],
          [2, 60 * S],
        ],
        61 * S,
        null,
      ).cuts,
    ).toEqual([])
  })
})

describe('the bars', () => {
  it('have every event once', () => {
    fc.assert(
      fc.property(points, limit, fc.integer({ min: 1, max: 200 }), (all, cut, count) => {
        const bars = barsOf(all, scaleOf(all, (all.at(-1)?.[1] ?? 0) + S, cut), count)
        expect(bars).toHaveLength(count)
        expect(bars.every((bar) => bar >= 0)).toBe(true)
        expect(bars.reduce((a, b) => a + b, 0)).toBeCloseTo(all.at(-1)?.[0] ?? 0, 6)
      }),
    )
  })

  it('stand where the events were', () => {
    const all: Point[] = [
      [1, 1 * S],
      [2, 1.1 * S],
      [3, 9 * S],
    ]
    expect(barsOf(all, scaleOf(all, 10 * S, null), 10)).toEqual([0, 2, 0, 0, 0, 0, 0, 0, 0, 1].toSpliced(0, 0))
  })
})
