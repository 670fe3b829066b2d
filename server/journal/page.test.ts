import { expect, it } from 'vitest'
import { parseFilter } from '#shared/trace/filter.ts'
import { line } from './samples.fixture.ts'
import { collect, namesFrom } from './page.ts'
import type { StoredEntry } from './port.ts'

function* entries(from: number, to: number): Generator<StoredEntry> {
  for (let seq = from; seq <= to; seq += 1) yield { ...line(seq), size: line(seq).bytes.length }
}

it('stops looking when its time is over, and goes on from there without a gap', () => {
  const names = namesFrom(() => undefined)
  const found: number[] = []
  let after = 0
  let calls = 0
  while (after < 1000) {
    let time = 0
    const query = { run: '1', after, limit: 10, filter: parseFilter('"line 250"') }
    // Each row takes a millisecond.
    const page = collect(entries(after + 1, 1000), query, 1000, names, () => time++)
    found.push(...page.entries.map(({ seq }) => seq))
    expect(page.scanned - after).toBeLessThanOrEqual(11)
    after = page.scanned
    calls += 1
  }
  expect(found).toEqual([250])
  expect(calls).toBe(91)
})

it('gets on by one row at least, however slow the clock says that it is', () => {
  let time = 0
  const query = { run: '1', after: 4, limit: 10 }
  const page = collect(
    entries(5, 9),
    query,
    9,
    namesFrom(() => undefined),
    () => (time += 1000),
  )
  expect([page.entries.map(({ seq }) => seq), page.scanned]).toEqual([[5], 5])
})
