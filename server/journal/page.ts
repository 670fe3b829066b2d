/**
 * One answer to a read: picks, filters, cuts and bounds. Shared by the adapters, so that a page means the same
 * whichever of them made it. Invariant: what a page passed over is counted in `scanned`, and `scanned` always
 * advances, so that a caller who goes on from there sees every entry once.
 */
import type { LabEvent, PROGRAM } from '../wire/events.ts'
import { matches, type NameOf } from '../wire/filter.ts'
import { MAX_PAGE } from '../wire/limits.ts'
import { textOf } from './encode.ts'
import type { JournalPage, JournalRead, StoredEntry } from './port.ts'

/** Payload bytes after which an answer ends: a thousand entries of a flood would be a gibibyte. */
const PAGE_BYTES = 8 * 1024 * 1024
/** Milliseconds that one call may look for matches: a commit waits for one call at most, and viewers for the commit. */
const SCAN_MS = 40
/** The type only is imported: the schemas beside the value would cost the worker of `sqlite/` 150 ms at its start. */
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
): JournalPage {
  const limit = Math.min(Math.max(query.limit, 1), MAX_PAGE)
  const preview = query.preview ?? Infinity
  const terms = query.filter ?? []
  const deadline = now() + SCAN_MS
  const entries: StoredEntry[] = []
  let payload = 0
  for (const entry of source) {
    if (terms.length === 0 || matches(terms, forFilter(entry), nameOf)) {
      const kept = entry.bytes.length > preview ? { ...entry, bytes: entry.bytes.subarray(0, preview) } : entry
      entries.push(kept)
      payload += kept.bytes.length
    }
    const full = entries.length >= limit || payload >= PAGE_BYTES
    if (full || now() > deadline) return { entries, scanned: entry.seq, lastSeq }
  }
  return { entries, scanned: Math.max(query.after, lastSeq), lastSeq }
}

/** Name of a participant as filters know it: `from:program` and `from:programme` both mean the program itself. */
export function namesFrom(names: ReadonlyMap<number, string>): NameOf {
  return (participant) => (participant === program ? 'programme' : (names.get(participant) ?? `#${participant}`))
}

/** The fields that a filter looks at; the text, which costs most, only when a term asks for it. */
function forFilter(entry: StoredEntry): LabEvent {
  const { kind, participant, bytes, detail } = entry
  return Object.defineProperty({ kind, participant, ...detail }, 'text', {
    get: () => textOf(bytes, false),
  }) as unknown as LabEvent
}
