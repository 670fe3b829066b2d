import { expect, it } from 'vitest'
import type { Unread } from '#shared/state/wait-times.ts'
import { placeArrivals } from './arrivals.ts'

/** Every event a row: event n is row n - 1. */
const view = { rowOf: (seq: number) => seq - 1, seqAt: (row: number) => row + 1 }
const strip = { first: 2, last: 5, rowHeight: 40 }
const wait = (to: number, ...arrivals: [after: number, at: number, bytes: number][]): Unread => ({
  from: arrivals[0]![0],
  to,
  since: arrivals[0]![1],
  bytes: 9,
  arrivals: arrivals.map(([after, at, bytes]) => ({ after, at, bytes })),
})
const at = (stretches: [number, Unread[]][], tail: number): unknown[] =>
  placeArrivals(view, strip, new Map(stretches), tail, 1).map(({ who, y, arrival, waits }) => [
    who,
    y,
    arrival.bytes,
    waits,
  ])

it('draws what was read later between the events before and after it', () => {
  expect(at([[7, [wait(6, [4, 10, 5])]]], 0)).toEqual([[7, 80, 5, false]])
})

it('leaves out what arrived above the screen or below it', () => {
  expect(at([[7, [wait(3, [1, 10, 5]), wait(Infinity, [6, 20, 9])]]], 0)).toEqual([])
})

it('draws what came after the newest event in the room below it, in the order of its times', () => {
  const two: [number, Unread[]][] = [
    [1, [wait(Infinity, [6, 30, 3])]],
    [2, [wait(Infinity, [6, 10, 8], [6, 50, 2])]],
  ]
  expect(at(two, 400)).toEqual([
    [2, 174, 8, true],
    [1, 196, 3, true],
    [2, 218, 2, true],
  ])
  const [, , last] = at(two, 50) as [unknown, unknown, [number, number]]
  expect(last[1], 'within the room').toBeLessThan(210)
})

it('keeps what a filter hides between the rows that are left', () => {
  const seqs = [2, 4, 9, 12]
  const filtered = {
    rowOf: (seq: number) => seqs.filter((one) => one < seq).length,
    seqAt: (row: number) => seqs[row] ?? 13,
  }
  const placed = placeArrivals(
    filtered,
    { first: 0, last: 3, rowHeight: 40 },
    new Map([[1, [wait(10, [6, 1, 5])]]]),
    0,
    1,
  )
  expect(placed).toMatchObject([{ who: 1, y: 80, waits: false }])
})
