/**
 * One slice of an answer to a read: picks, filters, cuts and bounds. Shared by the adapters, so that a page means the
 * same whichever of them made it. Counterpart: `slices.ts`. Invariant: what a page passed over is counted in `scanned`,
 * and `scanned` always advances, so that a caller who goes on from there sees every entry once.
 */
import type { LabEvent } from '#shared/protocol/events.ts'
import { type PROGRAM, MAX_PAGE, MAX_PAGE_BYTES } from '#shared/model/constants.ts'
import { matches, type NameOf } from '#shared/trace/filter.ts'
import { textOf } from './encode.ts'
import type { JournalPage, JournalRead, StoredEntry } from './port.ts'

/** A page, and whether it ended because it was full; otherwise there was no more, or time was up. */
export interface Slice extends JournalPage {
  full: boolean
}

/** Bytes of a row of the kernel's tables as JSON. */
const ROW_BYTES = 256
/** What a number in a list of an entry's detail weighs: as JSON it may be longer than as a byte of payload. */
const LISTED_BYTES = 2
/**
 * Milliseconds that one slice of a call may look for matches: a commit waits for one slice at most, and viewers for the
 * commit.
 */
const SLICE_MS = 10
/** Imports the type only: the schemas beside the value would cost the worker of `sqlite/` 150 ms at start. */
const program: typeof PROGRAM = 0

/**
 * Fills a page from entries in order of seq, the first one being that of `query.after` + 1, the last one that of
 * `lastSeq`. `now` is a monotonic clock in milliseconds.
 */
export function collect(
  source: Iterable<StoredEntry>,
  query: JournalRead,
  lastSeq: number,
  nameOf: NameOf,
  now: () => number = () => performance.now(),
): Slice {
  const most = Math.min(query.bytes ?? MAX_PAGE_BYTES, MAX_PAGE_BYTES)
  const limit = Math.min(Math.max(query.limit, 1), MAX_PAGE)
  const preview = query.preview ?? Infinity
  const terms = query.filter ?? []
  const deadline = now() + SLICE_MS
  const entries: StoredEntry[] = []
  let weight = 0
  let scanned = query.after
  for (const entry of source) {
    if (terms.length === 0 || matches(terms, forFilter(entry), nameOf)) {
      const kept = entry.bytes.length > preview ? { ...entry, bytes: entry.bytes.subarray(0, preview) } : entry
      weight += weightOf(kept)
      if (entries.length > 0 && weight > most) return { entries, scanned, lastSeq, full: true }
      entries.push(kept)
    }
    scanned = entry.seq
    const full = entries.length >= limit || weight >= most
    if (full || now() > deadline) return { entries, scanned, lastSeq, full }
  }
  return { entries, scanned: Math.max(query.after, lastSeq), lastSeq, full: false }
}

/** Payload that is shown, and the numbers that a detail lists. */
export function weightOf({ bytes, detail }: StoredEntry): number {
  const reads = 'reads' in detail ? detail.reads.length : 0
  const to = 'to' in detail && typeof detail.to !== 'string' ? detail.to.length : 0
  const rows = 'rows' in detail && Array.isArray(detail.rows) ? detail.rows.length : 0
  return bytes.length + LISTED_BYTES * (reads + to) + ROW_BYTES * rows
}

/** Name of a participant as filters know it: `from:program` and `from:programme` both mean the program itself. */
export function namesFrom(nameOf: (participant: number) => string | undefined): NameOf {
  return (participant) => (participant === program ? 'programme' : (nameOf(participant) ?? `#${participant}`))
}

/** The fields that a filter looks at; the text, which costs most, only when a term asks for it. */
function forFilter(entry: StoredEntry): LabEvent {
  const { kind, participant, bytes, detail } = entry
  return Object.defineProperty({ kind, participant, ...detail }, 'text', {
    get: () => textOf(bytes, false),
  }) as unknown as LabEvent
}
