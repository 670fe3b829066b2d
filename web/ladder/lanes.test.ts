import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALL_OPEN, layOut, mostOpen, openLanes, sides, type Layout } from './lanes.ts'

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)
const lay = (
  ids: number[],
  open: number[] = [],
  before?: Layout,
  more: { available?: number; only?: number | null } = {},
): Layout => layOut({ ids, open: new Set(open), available: 840, timeWidth: 84, scale: 1, ...more }, before)

describe('sides', () => {
  it('halves those who are there, and keeps the place of those who stay', () => {
    const first = sides([1, 2, 3, 4])
    expect(first).toEqual({ left: [1, 2], right: [3, 4] })
    expect(sides([1, 2, 3, 4, 5], first)).toEqual({ left: [1, 2, 5], right: [3, 4] })
    expect(sides([1, 3, 4, 5], first)).toEqual({ left: [1, 5], right: [3, 4] })
  })
  it('shares out anew when one side has emptied', () => {
    expect(sides([4, 5, 6], { left: [1, 2, 3], right: [4, 5, 6] })).toEqual({ left: [4, 5], right: [6] })
  })
})

describe('openLanes', () => {
  it('opens who acts, and keeps open who acted lately while there is room', () => {
    expect(openLanes([9, 3], [1, 2])).toEqual([9, 3, 1, 2])
    expect(openLanes([9], upTo(8))).toEqual([9, ...upTo(7)])
    expect(openLanes(upTo(10), [20])).toEqual(upTo(10))
  })
  it('opens no more than twelve, and in a crowd keeps those that it has', () => {
    const open = openLanes(upTo(25), [])
    expect(open).toHaveLength(12)
    expect(new Set(openLanes(upTo(25).reverse(), open))).toEqual(new Set(open))
  })
})

describe('mostOpen', () => {
  it('lets a class scroll sideways, and fits a crowd to the screen', () => {
    expect(mostOpen(12, 700)).toBe(12)
    expect(mostOpen(500, 1000)).toBe(7)
    expect(mostOpen(500, 100)).toBe(3)
    expect(mostOpen(500, 9000)).toBe(12)
  })
})

describe('layOut', () => {
  it('puts the program in the middle', () => {
    for (const n of [0, 1, 2, 4, 6]) expect(Math.abs(lay(upTo(n)).program - (84 + 840) / 2)).toBeLessThanOrEqual(1)
  })

  it('leaves everybody open up to eight, then folds the quiet ones', () => {
    expect(lay(upTo(ALL_OPEN)).lanes.every((lane) => lane.kind === 'open')).toBe(true)
    const folded = lay(upTo(12), [2, 9])
    expect(folded.lanes.filter((lane) => lane.kind === 'open').map((lane) => lane.ids[0])).toEqual([2, 9])
    expect(folded.lanes.filter((lane) => lane.kind === 'stripe')).toHaveLength(10)
    expect(folded.width).toBe(840)
  })

  it('fits eight beside the other panes of a small projector, and scrolls sideways when too many more speak', () => {
    expect(lay(upTo(8), [], undefined, { available: 704 }).width).toBe(704)
    expect(lay(upTo(12), upTo(12)).width).toBeGreaterThan(840)
  })

  it('bundles a crowd, so that five hundred quiet ones fit', () => {
    const layout = lay(upTo(500), [10, 400])
    expect(layout.width).toBe(840)
    expect(layout.lanes.map((lane) => [lane.kind, lane.ids.length])).toEqual([
      ['bundle', 9],
      ['open', 1],
      ['bundle', 240],
      ['bundle', 149],
      ['open', 1],
      ['bundle', 100],
    ])
  })

  it('on a narrow screen leaves the chosen one, the program and the others together', () => {
    const layout = lay(upTo(12), [], undefined, { available: 390, only: 5 })
    expect(layout.lanes.map((lane) => [lane.kind, lane.ids.length])).toEqual([
      ['open', 1],
      ['bundle', 11],
    ])
    expect(layout.width).toBe(390)
    const [chosen, others] = layout.lanes
    expect(chosen!.x < layout.program && layout.program < others!.x).toBe(true)
  })

  it('gives everybody one lane, from left to right without overlap, and nobody changes sides by a newcomer', () => {
    const ids = fc
      .uniqueArray(fc.integer({ min: 1, max: 600 }), { maxLength: 60 })
      .map((all) => all.sort((a, b) => a - b))
    fc.assert(
      fc.property(
        ids,
        fc.array(fc.integer({ min: 1, max: 600 })),
        fc.integer({ min: 300, max: 2000 }),
        (here, open, available) => {
          const layout = lay(here, open, undefined, { available })
          expect(layout.lanes.flatMap((lane) => lane.ids).sort((a, b) => a - b)).toEqual(here)
          const columns = [...layout.lanes, { x: layout.program, width: layout.programWidth }].sort((a, b) => a.x - b.x)
          columns.reduce((before, next) => {
            expect(next.x - next.width / 2).toBeGreaterThanOrEqual(before.x + before.width / 2 - 1.01)
            return next
          })
          expect(columns[0]!.x - columns[0]!.width / 2).toBeGreaterThanOrEqual(84 - 1)
          expect(columns.at(-1)!.x + columns.at(-1)!.width / 2).toBeLessThanOrEqual(layout.width + 1.01)
          const side = (one: Layout, id: number): number => Math.sign(one.laneOf.get(id)!.x - one.program)
          const grown = lay([...here, 601], open, layout, { available })
          for (const id of here) expect(side(grown, id)).toBe(side(layout, id))
        },
      ),
    )
  })
})
