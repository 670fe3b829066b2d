/**
 * Splits one call into slices, each in a turn of its own, so that a long search lets others in between.
 * Counterparts: `page.ts`, which fills one slice; `read-queue.ts`, which gives the turns.
 * Invariant: the slices together equal the page of one long search: in order, none twice, within its bounds.
 */
import { LabError } from '../core/errors.ts'
import { MAX_PAGE, MAX_PAGE_BYTES } from '#shared/model/constants.ts'
import { weightOf, type Slice } from './page.ts'
import type { JournalPage, JournalRead } from './port.ts'

/** Slices of one call: at 10 ms each, a search for something rare returns after 40 ms of the worker's time. */
const SLICES = 4

/** @param slice reads one slice. If a later one is refused, the answer ends there: its `scanned` says so. */
export async function inSlices(
  query: JournalRead,
  slice: (query: JournalRead) => Promise<Slice>,
): Promise<JournalPage> {
  const limit = Math.min(Math.max(query.limit, 1), MAX_PAGE)
  const most = Math.min(query.bytes ?? MAX_PAGE_BYTES, MAX_PAGE_BYTES)
  const page: JournalPage = { entries: [], scanned: query.after, lastSeq: 0 }
  let weight = 0
  for (let count = 1; count <= SLICES; count++) {
    const asked = { ...query, after: page.scanned, limit: limit - page.entries.length, bytes: most - weight }
    const next = count === 1 ? await slice(asked) : await unlessRefused(slice(asked))
    if (!next) break
    page.lastSeq = next.lastSeq
    const added = next.entries.reduce((sum, entry) => sum + weightOf(entry), 0)
    // The first entry of a slice comes whole, however large: together with earlier slices it may be too much.
    if (page.entries.length > 0 && weight + added > most) {
      page.scanned = next.entries[0]!.seq - 1
      break
    }
    page.entries.push(...next.entries)
    page.scanned = next.scanned
    weight += added
    if (next.full || page.scanned >= page.lastSeq) break
  }
  return page
}

async function unlessRefused(slice: Promise<Slice>): Promise<Slice | null> {
  try {
    return await slice
  } catch (error) {
    if (error instanceof LabError && error.code === 'overloaded') return null
    throw error
  }
}
