import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_HEIGHT, RowScroll } from './rows.ts'

const list = (rows: number, rowHeight = 40, viewport = 600): RowScroll => {
  const scroll = new RowScroll()
  scroll.resize(rows, rowHeight, viewport)
  return scroll
}

describe('RowScroll', () => {
  it('shows nothing of an empty list', () => {
    const { first, last } = list(0).window(5)
    expect(last).toBeLessThan(first)
  })

  it('is plain scrolling while the list fits an element', () => {
    const scroll = list(1000)
    expect(scroll.scrolled(4010)).toBe(4010)
    expect(scroll.position).toBe(4010)
    expect(scroll.window(0)).toEqual({ first: 100, last: 115 })
    expect(scroll.top(100)).toBe(4000)
  })

  it('moves by real pixels in ten million rows, and jumps in proportion', () => {
    const scroll = list(10_000_000)
    expect(scroll.height).toBe(MAX_HEIGHT)
    const half = (MAX_HEIGHT - 600) / 2
    scroll.scrolled(half)
    expect(scroll.position).toBeCloseTo(scroll.range / 2, 3)
    const before = scroll.position
    scroll.scrolled(half + 40)
    expect(scroll.position).toBeCloseTo(before + 40, 3)
    const top = scroll.top(5_000_000) - scroll.scrollTop
    scroll.settle()
    expect(scroll.top(5_000_000) - scroll.scrollTop).toBeCloseTo(top, 3)
  })

  it('never leaves the reader short of either end of the list', () => {
    const scroll = list(10_000_000)
    scroll.moveTo(5000)
    for (let step = 0; step < 100 && scroll.position > 0; step++) scroll.scrolled(Math.max(0, scroll.scrollTop - 100))
    expect(scroll.position).toBe(0)
    scroll.moveTo(scroll.range - 5000)
    const end = MAX_HEIGHT - 600
    for (let step = 0; step < 100 && !scroll.atEnd; step++) scroll.scrolled(Math.min(end, scroll.scrollTop + 100))
    expect(scroll.atEnd).toBe(true)
  })

  it('takes a rounded scrollTop for no move', () => {
    const scroll = list(10_000_000)
    scroll.moveTo(123_456_789)
    expect(scroll.scrolled(scroll.scrollTop - 0.6)).toBe(0)
    expect(scroll.position).toBe(123_456_789)
  })

  it('keeps the row at the top when rows come or the text grows', () => {
    const scroll = list(10_000)
    scroll.moveTo(8000)
    scroll.resize(400_000, 40, 600)
    expect(scroll.window(0).first).toBe(200)
    scroll.resize(400_000, 52, 600)
    expect(scroll.window(0).first).toBe(200)
  })

  it('reveals a row with the least move', () => {
    const scroll = list(1000)
    scroll.reveal(10)
    expect(scroll.position).toBe(0)
    scroll.reveal(15)
    expect(scroll.position).toBe(40)
    scroll.reveal(0)
    expect(scroll.position).toBe(0)
  })

  it('whatever is done, stays in the list, and the rows that it names cover the screen', () => {
    const act = fc.oneof(
      fc.record({ act: fc.constant('scrolled' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ act: fc.constant('by' as const), px: fc.integer({ min: -900, max: 900 }) }),
      fc.record({ act: fc.constant('reveal' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ act: fc.constant('grow' as const), rows: fc.integer({ min: -500, max: 3_000_000 }) }),
      fc.record({ act: fc.constant('settle' as const) }),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 20, max: 60 }),
        fc.array(act),
        (n, h, acts) => {
          const scroll = list(n, h)
          let rows = n
          for (const one of acts) {
            const range = Math.max(0, scroll.height - 600)
            if (one.act === 'scrolled') scroll.scrolled(Math.round(one.share * range))
            else if (one.act === 'by') scroll.scrolled(Math.min(range, Math.max(0, scroll.scrollTop + one.px)))
            else if (one.act === 'settle') scroll.settle()
            else if (one.act === 'grow') scroll.resize((rows = Math.max(1, rows + one.rows)), h, 600)
            else {
              const row = Math.floor(one.share * (rows - 1))
              scroll.reveal(row)
              const { first, last } = scroll.window(0)
              expect(first <= row && row <= last).toBe(true)
            }
            expect(scroll.position).toBeGreaterThanOrEqual(0)
            expect(scroll.position).toBeLessThanOrEqual(scroll.range)
            expect(scroll.scrollTop).toBeLessThanOrEqual(Math.max(0, scroll.height - 600))
            const { first, last } = scroll.window(0)
            expect(scroll.top(first)).toBeLessThanOrEqual(scroll.scrollTop)
            expect(scroll.top(last + 1)).toBeGreaterThanOrEqual(scroll.scrollTop + Math.min(600, rows * h) - 1e-6)
          }
        },
      ),
    )
  })
})
