import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toEvent } from '../../journal/encode.ts'
import { collect, namesFrom } from '../../journal/page.ts'
import type { StoredEntry } from '../../journal/port.ts'
import { line } from '../../journal/samples.fixture.ts'
import { pageSize } from './page-size.ts'

it('is never exceeded by a page as JSON, whatever its bytes are', () => {
  const size = fc.integer({ min: 0, max: 3000 })
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    fc
      .tuple(size, fc.constantFrom(0, 1, 0x22, 0x5c, 0x7f, 0xff, 0xc3))
      .map(([length, byte]) => Buffer.alloc(length, byte)),
  )
  const reads = fc.array(fc.nat({ max: 262_144 }), { maxLength: 400 })
  const entry = fc.record({ bytes, reads })
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 60 }),
      fc.integer({ min: 1, max: 60 }),
      fc.option(fc.nat({ max: 4000 }), { nil: undefined }),
      (all, limit, preview) => {
        const entries = all.map(({ bytes, reads }, at): StoredEntry => {
          const { detail, ...rest } = line(at + 1, bytes)
          return { ...rest, size: bytes.length, detail: { ...detail, reads } }
        })
        const query = { limit, ...(preview !== undefined && { preview }) }
        const { bytes: most, worst } = pageSize(query)
        const asked = { run: '1', after: 0, ...query, bytes: most }
        const page = collect(
          entries,
          asked,
          entries.length,
          namesFrom(() => undefined),
          () => 0,
        )
        const events = page.entries.map((one) => toEvent(one))
        expect(Buffer.byteLength(JSON.stringify({ events, scanned: 1, lastSeq: 1 }))).toBeLessThanOrEqual(worst)
      },
    ),
  )
})
