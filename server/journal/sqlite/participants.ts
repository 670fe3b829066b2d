/**
 * Reads participants of a run, a slice at a time: a run may have had a million. Counterpart: `store.ts`.
 * Invariant: what a slice passed over is counted in `next`, which always advances.
 */
import type { DatabaseSync } from 'node:sqlite'
import { MAX_PAGE } from '#shared/model/constants.ts'
import type { ParticipantRead } from '../port.ts'
import type { Questions } from './messages.ts'

/** Rows that are looked at between two looks at the clock: a millisecond's worth. */
const STRIDE = 1000
/** Milliseconds of one slice: as long as `page.ts` looks for events. */
const SLICE_MS = 10

type Answer = Questions['participants']['answer']

/** `now` is a monotonic clock in milliseconds. */
export function participantReader(
  db: DatabaseSync,
  now: () => number = () => performance.now(),
): (query: ParticipantRead) => Answer {
  const there = 'run = ? AND joined <= ? AND ("left" IS NULL OR "left" >= ?)'
  const forward = db.prepare(
    `SELECT id, record FROM participants WHERE ${there} AND id > ? AND id <= ? ORDER BY id LIMIT ?`,
  )
  const backward = db.prepare(
    `SELECT id, record FROM participants WHERE ${there} AND id < ? AND id >= ? ORDER BY id DESC LIMIT ?`,
  )
  const strideUp = db.prepare(
    `SELECT id FROM participants WHERE run = ? AND id > ? ORDER BY id LIMIT 1 OFFSET ${STRIDE - 1}`,
  )
  const strideDown = db.prepare(
    `SELECT id FROM participants WHERE run = ? AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ${STRIDE - 1}`,
  )

  return ({ run: id, from, to, after = 0, limit: asked, newest = false }) => {
    const run = Number(id)
    const limit = Math.min(Math.max(asked, 1), MAX_PAGE)
    const deadline = now() + SLICE_MS
    const found: Answer['rows'] = []
    const [select, stride, end] = newest ? [backward, strideDown, 0] : [forward, strideUp, Number.MAX_SAFE_INTEGER]
    for (let at = newest ? Number.MAX_SAFE_INTEGER : after; ;) {
      const edge = Number(stride.get(run, at)?.['id'] ?? end)
      const rows = select.all(run, to, from, at, edge, limit - found.length)
      for (const { id, record } of rows) found.push({ id: Number(id), record: String(record) })
      const full = found.length >= limit
      if (newest && (full || edge === end || now() > deadline)) return { rows: found.reverse(), next: null }
      if (full) return { rows: found, next: Number(rows.at(-1)?.['id']) }
      if (edge === end) return { rows: found, next: null }
      if (now() > deadline) return { rows: found, next: edge }
      at = edge
    }
  }
}
