import { describe, expect, it } from 'vitest'
import type { Does, WallPart, WallPerson } from '#shared/protocol/wall.ts'
import { NEEDS_AFTER_MS } from '#shared/state/need.ts'
import { layoutOf } from './layout.ts'
import { isMeant, KEEPS_MS, WallOrder } from './order.ts'

const NOW = 1_000_000
const part = (does: Does, from: number | null, more: Partial<WallPart> = {}): WallPart => ({
  run: '1',
  program: 'relay',
  port: 8080,
  participant: 1,
  mark: 'web',
  does,
  processes: 0,
  call: null,
  bytes: null,
  waiting: 0,
  since: from,
  from,
  ...more,
})
const person = (number: number, more: Partial<WallPerson> = {}): WallPerson => ({
  number,
  name: `p${number}`,
  here: true,
  hand: null,
  step: null,
  parts: [],
  more: 0,
  ...more,
})
const hand = (since: number): Pick<WallPerson, 'hand'> => ({ hand: { since, word: '' } })
const still = (seconds: number, does: Does = 'unread'): Pick<WallPerson, 'parts'> => ({
  parts: [part(does, NOW - seconds * 1000)],
})
const nameOf = ({ name }: WallPerson): string => name ?? ''
const numbers = (people: readonly WallPerson[]): number[] => people.map(({ number }) => number)
const ordered = (people: WallPerson[], order = new WallOrder(), now = NOW) => order.order(people, 'need', nameOf, now)

describe('those to help', () => {
  it('are raised hands by rank, then who stands still longest, red and amber alike', () => {
    const { help, hands } = ordered([
      person(1, still(20)),
      person(2, hand(NOW - 1000)),
      person(3, still(90)),
      person(4, hand(NOW - 60_000)),
      person(5, still(40, 'trouble')),
    ])
    expect(numbers(help)).toEqual([4, 2, 3, 5, 1])
    expect([...hands]).toEqual([
      [4, 1],
      [2, 2],
    ])
  })

  it('are not who waits for a moment only, nor who waits with nothing for its turn, and one hears when that will be', () => {
    const young = person(1, { parts: [part('unread', NOW - 4000)] })
    const { help, again } = ordered([young, person(2, still(600, 'turn')), person(3)])
    expect(help).toEqual([])
    expect(again).toBe(NOW - 4000 + NEEDS_AFTER_MS)
    expect(numbers(ordered([young], undefined, again).help)).toEqual([1])
  })

  it('are first where they stood still before anybody looked', () => {
    const before = person(7, { parts: [part('accept', null)] })
    expect(numbers(ordered([person(1, still(3000)), before]).help)).toEqual([7, 1])
  })
})

describe('a tile', () => {
  it('moves up at once', () => {
    const order = new WallOrder()
    expect(numbers(ordered([person(1, still(50)), person(2)], order).help)).toEqual([1])
    expect(numbers(ordered([person(1, still(50)), person(2, hand(NOW))], order).help)).toEqual([2, 1])
  })

  it('moves down only after five seconds, counted from when it needed less', () => {
    const order = new WallOrder()
    const at = (ms: number, first: Partial<WallPerson>) =>
      ordered([person(1, first), person(2, still(60))], order, NOW + ms)
    expect(numbers(at(0, hand(NOW)).help)).toEqual([1, 2])
    const lowered = at(1000, {})
    expect([numbers(lowered.help), lowered.again]).toEqual([[1, 2], NOW + 1000 + KEEPS_MS])
    expect(numbers(at(1000 + KEEPS_MS - 1, {}).help)).toEqual([1, 2])
    const moved = at(1000 + KEEPS_MS, {})
    expect([numbers(moved.help), numbers(moved.going)]).toEqual([[2], [1]])
  })

  it('that needs help again within them stays, and is held anew afterwards', () => {
    const order = new WallOrder()
    const at = (ms: number, first: Partial<WallPerson>) => ordered([person(1, first)], order, NOW + ms)
    at(0, hand(NOW))
    at(1000, {})
    at(4000, hand(NOW))
    expect(numbers(at(7000, {}).help)).toEqual([1])
    expect(numbers(at(11_999, {}).help)).toEqual([1])
    expect(numbers(at(12_000, {}).help)).toEqual([])
  })
})

it('the others stand by name, whatever they do', () => {
  const people = [person(1, { name: 'Zoé' }), person(2, { name: 'élise' }), person(3, { name: 'Élève 10' })]
  expect(numbers(ordered([...people, person(4, { name: 'Élève 9' })]).going)).toEqual([4, 3, 2, 1])
})

it('finds by name, program or question, without regard to case or accents', () => {
  expect(isMeant(['Zoé', 'Relais', 'Q5'], ' zoe')).toBe(true)
  expect(isMeant(['Zoé', 'Relais', 'Q5'], 'q5')).toBe(true)
  expect(isMeant(['Zoé', 'Relais', 'Q5'], 'q6')).toBe(false)
})

it.each([
  [6, 24, { columns: 6, short: false, helpTiles: 6, chips: false }],
  [10, 20, { columns: 6, short: true, helpTiles: 10, chips: false }],
  [6, 25, { columns: 8, short: true, helpTiles: 6, chips: false }],
  [0, 60, { columns: 8, short: true, helpTiles: 0, chips: false }],
  [20, 40, { columns: 8, short: true, helpTiles: 12, chips: true }],
  [12, 49, { columns: 8, short: true, helpTiles: 12, chips: true }],
  [40, 60, { columns: 8, short: true, helpTiles: 12, chips: true }],
])('%i to help and %i who go on', (help, going, layout) => {
  expect(layoutOf(help, going)).toEqual(layout)
})

describe('who is being acted on', () => {
  it('stays in its list whatever it needs by now, and nobody is asked about it again and again', () => {
    const order = new WallOrder()
    const calm = [person(1), person(2)]
    ordered(calm, order)
    const stuck = [person(1, hand(NOW)), person(2)]
    const held = order.order(stuck, 'need', nameOf, NOW + 1000, 1)
    expect([numbers(held.help), numbers(held.going), held.again]).toEqual([[], [1, 2], Infinity])
    const free = order.order(stuck, 'need', nameOf, NOW + 2000)
    expect([numbers(free.help), numbers(free.going)]).toEqual([[1], [2]])
    const down = order.order(calm, 'need', nameOf, NOW + 3 * KEEPS_MS, 1)
    expect(numbers(down.help)).toEqual([1])
  })
})
