/**
 * Computes how large a page of events may become, before it is read. Counterparts: `journal/page.ts`, which keeps to
 * `bytes`; `answers.ts`, which keeps room for `worst`. Invariant: no page of `bytes` is longer than `worst` as JSON.
 */
import type { EventQuery } from '#shared/protocol/rest.ts'
import { MAX_PAGE_BYTES } from '#shared/model/constants.ts'

/**
 * A byte of payload is 4/3 of one as base64, and up to six as text: a control character is \u0000 in JSON (RFC 8259,
 * 7).
 */
const JSON_PER_BYTE = 8
/** The other fields of an event: its numbers, names and addresses. */
const JSON_PER_EVENT = 1024
/** A page with small previews still has its lists of numbers: so much is granted in any case. */
const LEAST_BYTES = 65_536
/** One read of the program plus the partial line before it; a larger entry is accounted for once it is in memory. */
const LARGEST_ENTRY = 262_144

/** `bytes`: what the page may weigh in the journal. `worst`: bytes of its JSON at most. */
export function pageSize({ limit, preview = LARGEST_ENTRY }: Pick<EventQuery, 'limit' | 'preview'>): {
  bytes: number
  worst: number
} {
  const asked = limit * Math.min(preview, LARGEST_ENTRY)
  const bytes = Math.min(MAX_PAGE_BYTES, Math.max(LEAST_BYTES, asked))
  return { bytes, worst: bytes * JSON_PER_BYTE + limit * JSON_PER_EVENT }
}
