import { describe, expect, it } from 'vitest'
import type { Does, WallPart } from '../protocol/wall.ts'
import { needOf, NEEDS_AFTER_MS, rankOf, toneOf } from './need.ts'

const NOW = 1_000_000
const part = (does: Does, from: number | null = NOW, since: number | null = from): WallPart =>
  ({ does, from, since }) as WallPart
const of = (...parts: WallPart[]) => needOf({ hand: null, parts }, NOW)

it.each<[Does, string, number]>([
  ['trouble', 'bad', 3],
  ['deadlock', 'waits', 2],
  ['blocks', 'waits', 2],
  ['taking', 'waits', 2],
  ['accept', 'waits', 2],
  ['unread', 'waits', 2],
  ['line', 'waits', 2],
  ['queues', 'turn', 1],
  ['turn', 'turn', 1],
  ['freeze', 'turn', 1],
  ['goes', 'goes', 0],
])('%s has the tone %s', (does, tone, rank) => {
  expect(toneOf({ does })).toBe(tone)
  expect(rankOf({ does })).toBe(rank)
})

describe('who needs help', () => {
  it('is above all who raises a hand, since then', () => {
    const hand = { since: 7 }
    const need = needOf({ hand, parts: [part('trouble')] } as Parameters<typeof needOf>[0], NOW)
    expect(need).toEqual({ rank: 2, since: 7, at: Infinity })
  })

  it('is nobody who goes on, or waits quietly, however long', () => {
    for (const does of ['goes', 'queues', 'turn', 'freeze'] as const) {
      expect(of(part(does, 0))).toEqual({ rank: 0, since: Infinity, at: Infinity })
    }
    expect(of()).toEqual({ rank: 0, since: Infinity, at: Infinity })
  })

  it('is who has stood still for ten seconds, to the millisecond, and before that it is said when', () => {
    const from = NOW - NEEDS_AFTER_MS
    expect(of(part('unread', from, from - 5))).toEqual({ rank: 1, since: from - 5, at: Infinity })
    expect(of(part('unread', from + 1))).toEqual({ rank: 0, since: Infinity, at: NOW + 1 })
  })

  it('is at once who is in trouble, and who stood still before anybody looked', () => {
    expect(of(part('trouble', NOW))).toEqual({ rank: 1, since: NOW, at: Infinity })
    expect(of(part('blocks', null))).toEqual({ rank: 1, since: -Infinity, at: Infinity })
    expect(of(part('trouble', NOW, null)).since).toBe(NOW)
  })

  it('is judged by the part that has stood longest, and is said to be so when the first will have', () => {
    const [older, younger] = [NOW - 3 * NEEDS_AFTER_MS, NOW - 2 * NEEDS_AFTER_MS]
    expect(of(part('unread', younger), part('line', older)).since).toBe(older)
    expect(of(part('unread', NOW - 1), part('line', NOW - 2)).at).toBe(NOW - 2 + NEEDS_AFTER_MS)
  })
})
