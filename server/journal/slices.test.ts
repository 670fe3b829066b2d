import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LabError } from '../core/errors.ts'
import { parseFilter } from '#shared/trace/filter.ts'
import { collect, namesFrom, weightOf } from './page.ts'
import type { JournalRead, StoredEntry } from './port.ts'
import { line } from './samples.fixture.ts'
import { inSlices } from './slices.ts'

const names = namesFrom(() => undefined)

/** A journal whose rows each take so many milliseconds to look at. */
function journal(sizes: readonly number[], rowMs: number) {
  function* entries(after: number): Generator<StoredEntry> {
    for (let seq = after + 1; seq <= sizes.length; seq += 1) {
      yield { ...line(seq, `${seq % 3 ? 'foin' : 'aiguille'}${'x'.repeat(sizes[seq - 1]!)}`), size: sizes[seq - 1]! }
    }
  }
  let time = 0
  let slices = 0
  const slice = async (query: JournalRead) => {
    slices += 1
    return collect(entries(query.after), query, sizes.length, names, () => (time += rowMs))
  }
  return { slice, slices: () => slices }
}

it('is one page: in order, within its bounds, and nothing between is passed over', async () => {
  const filter = fc.constantFrom('', 'aiguille', 'introuvable')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 400 }), { maxLength: 80 }),
      fc.constantFrom(0, 1, 4, 20),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 3000 }),
      filter,
      async (sizes, rowMs, limit, bytes, source) => {
        const { slice } = journal(sizes, rowMs)
        const query = { run: '1', limit, bytes, filter: parseFilter(source) }
        const seen: number[] = []
        for (let after = 0; after < sizes.length;) {
          const page = await inSlices({ ...query, after }, slice)
          expect(page.entries.length).toBeLessThanOrEqual(limit)
          const weight = page.entries.reduce((sum, entry) => sum + weightOf(entry), 0)
          if (page.entries.length > 1) expect(weight).toBeLessThanOrEqual(bytes)
          for (const { seq } of page.entries) expect(seq > after && seq <= page.scanned).toBe(true)
          seen.push(...page.entries.map(({ seq }) => seq))
          expect(page.scanned).toBeGreaterThan(after)
          after = page.scanned
        }
        const all = sizes.map((_, at) => at + 1)
        expect(seen).toEqual(all.filter((seq) => source === '' || (source === 'aiguille' && seq % 3 === 0)))
      },
    ),
  )
})

it('ends where the next slice is refused, with what it has; the first one is refused to whoever asked', async () => {
  const { slice } = journal(
    Array.from({ length: 100 }, () => 5),
    1,
  )
  const query = { run: '1', after: 0, limit: 100, filter: parseFilter('aiguille') }
  let left = 2
  const refusing = (asked: JournalRead) => {
    if (left-- === 0) throw new LabError('overloaded')
    return slice(asked)
  }
  const page = await inSlices(query, async (asked) => refusing(asked))
  expect([page.entries.map(({ seq }) => seq), page.scanned]).toEqual([[3, 6, 9, 12, 15, 18, 21], 22])
  left = 0
  await expect(inSlices(query, async (asked) => refusing(asked))).rejects.toMatchObject({ code: 'overloaded' })
})

it('fails where a later slice fails for any other reason', async () => {
  const { slice, slices } = journal(
    Array.from({ length: 100 }, () => 5),
    1,
  )
  const failing = async (asked: JournalRead) => {
    if (slices() === 1) throw new DOMException('', 'AbortError')
    return slice(asked)
  }
  const query = { run: '1', after: 0, limit: 100, filter: parseFilter('aiguille') }
  await expect(inSlices(query, failing)).rejects.toMatchObject({ name: 'AbortError' })
})
