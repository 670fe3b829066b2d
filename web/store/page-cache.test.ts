import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabEvent } from '#shared/protocol/events.ts'
import { PAGE, PageCache } from './page-cache.ts'

const event = (seq: number): LabEvent => ({
  seq,
  t: seq,
  time: seq,
  participant: 1,
  wakeUp: seq,
  bytes: '',
  size: 0,
  text: '',
  kind: 'accepted',
})
const fill = (cache: PageCache, from: number, to: number): void => {
  for (let row = from; row < to; row++) cache.put(row, event(row + 1))
}

describe('PageCache', () => {
  it('gives what was put, and nothing else', () => {
    const cache = new PageCache()
    cache.put(PAGE + 3, event(9))
    expect(cache.get(PAGE + 3)?.seq).toBe(9)
    expect(cache.get(PAGE + 4)).toBeUndefined()
    expect(cache.get(3)).toBeUndefined()
  })

  it('names the pages that lack a row that exists', () => {
    const cache = new PageCache()
    cache.pin(10, 2 * PAGE + 10)
    expect(cache.lacking(2 * PAGE + 50)).toEqual([0, 1, 2])
    fill(cache, PAGE, 2 * PAGE + 50)
    expect(cache.lacking(2 * PAGE + 50)).toEqual([0])
    expect(cache.lacking(2 * PAGE + 51)).toEqual([0, 2])
    cache.put(0, event(1))
    cache.put(0, event(1))
    expect(cache.lacking(2)).toEqual([0])
    expect(cache.lacking(1)).toEqual([])
  })

  it('keeps the pages on screen while a flood passes', () => {
    const cache = new PageCache(5)
    fill(cache, 0, 2 * PAGE)
    cache.pin(0, 2 * PAGE - 1)
    fill(cache, 2 * PAGE, 100 * PAGE)
    expect(cache.get(0)?.seq).toBe(1)
    expect(cache.get(2 * PAGE - 1)?.seq).toBe(2 * PAGE)
    expect(cache.get(100 * PAGE - 1)?.seq).toBe(100 * PAGE)
    expect(cache.size).toBe(5)
  })

  it('never holds more than it may, and lets the least recently pinned go', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 200 }), (visits) => {
        const cache = new PageCache(8)
        for (const page of visits) {
          cache.pin(page * PAGE, page * PAGE)
          fill(cache, page * PAGE, (page + 1) * PAGE)
          expect(cache.size).toBeLessThanOrEqual(8)
          expect(cache.lacking(50 * PAGE)).toEqual([])
        }
        const recent = [...new Set(visits.toReversed())].slice(0, 8)
        for (const page of recent) expect(cache.get(page * PAGE)).toBeDefined()
      }),
    )
  })
})
