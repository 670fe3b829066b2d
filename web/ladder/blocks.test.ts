import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Cell, CellKind } from './now.ts'
import { blockOf, Polite } from './blocks.ts'

const cell = (id: number, kind: CellKind, bytes = 0): [number, Cell] => [id, { id, kind, bytes, ms: null }]

it('names the one waited for, and counts who waits and with how much', () => {
  expect(blockOf(new Map([cell(1, 'unread', 57), cell(2, 'awaited', 9), cell(3, 'unaccepted', 17)]))).toEqual({
    who: 2,
    waiting: 2,
    bytes: 74,
  })
  expect(blockOf(new Map([cell(1, 'unread', 57), cell(2, 'quiet')]))).toBeNull()
})

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('says a change once it lasts, and the next no sooner than five seconds later', () => {
  const said: string[] = []
  const polite = new Polite('', (text) => said.push(text))
  polite.tell('', 'nobody')
  polite.tell('a', 'a blocks, 3 B')
  vi.advanceTimersByTime(500)
  polite.tell('a', 'a blocks, 9 B')
  vi.advanceTimersByTime(500)
  expect(said).toEqual(['a blocks, 9 B'])
  polite.tell('b', 'b blocks')
  polite.tell('', 'nobody')
  vi.advanceTimersByTime(4900)
  expect(said).toHaveLength(1)
  vi.advanceTimersByTime(100)
  expect(said).toEqual(['a blocks, 9 B', 'nobody'])
})

it('says nothing of what is over at once, nor when the page has gone', () => {
  const said: string[] = []
  const polite = new Polite('', (text) => said.push(text))
  polite.tell('a', 'a blocks')
  vi.advanceTimersByTime(900)
  polite.tell('', 'nobody')
  vi.advanceTimersByTime(10_000)
  polite.tell('a', 'a blocks')
  polite.stop()
  vi.advanceTimersByTime(10_000)
  expect(said).toEqual([])
})
