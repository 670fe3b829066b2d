/**
 * What each read brought and the lines that came of it, on one scale of bytes: the picture of "TCP carries a stream".
 * Pure. Invariant: each bar covers the scale without gap or overlap.
 */
import type { EventOf } from '#shared/protocol/events.ts'
import { sequenceAt } from '#shared/net/utf8.ts'

/** A stretch of a bar, in bytes from the beginning of the scale. */
export interface Segment {
  readonly from: number
  readonly to: number
  /**
   * carried: a read whose beginning belongs to the event before; partial: bytes of a line still incomplete; line: a whole
   * line; unfinished: a last line that never got its end; rest: what is too much to draw or was not sent along.
   */
  readonly kind: 'read' | 'carried' | 'line' | 'partial' | 'unfinished' | 'rest'
  /** How many it stands for. */
  readonly count: number
  /** When a read returned, in microseconds since the run's start, where that is known. */
  readonly at?: number
}
export interface Bars {
  /** Bytes of the scale: those of the event, and those of the line that has begun. */
  readonly total: number
  readonly reads: readonly Segment[]
  readonly lines: readonly Segment[]
}

/** More segments than this cannot be told apart on screen. */
const MOST = 24
const LF = 0x0a

type Lines = Pick<
  EventOf<'lines'>,
  'size' | 'lines' | 'reads' | 'carried' | 'partialBytes' | 'unfinished' | 'told' | 'readsAt'
>

/** @param bytes those that are at hand, perhaps fewer than `size` */
export function barsOf(event: Lines, bytes: Uint8Array): Bars {
  const total = event.size + event.partialBytes
  return { total, reads: readSegments(event, total), lines: lineSegments(event, bytes, total) }
}

/** The same of reads that completed no line: all of it is the beginning of one. */
export function partialBars({
  size,
  reads,
  readsAt,
}: Pick<EventOf<'partial-line'>, 'size' | 'reads' | 'readsAt'>): Bars {
  const segments = readSegments({ reads, readsAt, carried: false }, size)
  return { total: size, reads: segments, lines: size > 0 ? [{ from: 0, to: size, kind: 'partial', count: 1 }] : [] }
}

function readSegments(
  { reads, carried, told = 0, readsAt = [] }: Pick<Lines, 'reads' | 'carried' | 'told' | 'readsAt'>,
  total: number,
): Segment[] {
  const segments: Segment[] = []
  let from = 0
  reads.forEach((size, i) => {
    if (i >= MOST) return
    const isLast = i === reads.length - 1
    // The last read also brought the beginning of a line, and after the most that is drawn comes all the rest.
    const to = isLast || i === MOST - 1 ? total : Math.min(total, from + size)
    const kind = i === MOST - 1 && !isLast ? 'rest' : i === 0 && carried ? 'carried' : 'read'
    const at = kind === 'rest' ? undefined : readsAt[i - told]
    // A read of which nothing was kept has no length here.
    if (to > from)
      segments.push({ from, to, kind, count: kind === 'rest' ? reads.length - i : 1, ...(at !== undefined && { at }) })
    from = to
  })
  return segments
}

function lineSegments({ size, lines, partialBytes, unfinished }: Lines, bytes: Uint8Array, total: number): Segment[] {
  const segments: Segment[] = []
  let from = 0
  while (segments.length < MOST && from < size) {
    const end = bytes.indexOf(LF, from) + 1
    if (end > 0) segments.push({ from, to: end, kind: 'line', count: 1 })
    else if (bytes.length === size)
      segments.push({ from, to: size, kind: unfinished ? 'unfinished' : 'line', count: 1 })
    else break
    from = end > 0 ? end : size
  }
  if (from < size) segments.push({ from, to: size, kind: 'rest', count: Math.max(1, lines - segments.length) })
  if (partialBytes > 0) segments.push({ from: size, to: total, kind: 'partial', count: 1 })
  return segments
}

/** Whether the boundary of two reads falls inside a character of UTF-8. */
export function splitsCharacter({ reads }: Pick<Lines, 'reads'>, bytes: Uint8Array): boolean {
  let end = 0
  const ends = new Set(reads.map((size) => (end += size)))
  for (let at = 0; at < bytes.length;) {
    const length = Math.max(1, sequenceAt(bytes, at))
    for (let inside = at + 1; inside < at + length; inside++) if (ends.has(inside)) return true
    at += length
  }
  return false
}

/** Which sentence explains the picture. */
export type Lesson = 'one-to-one' | 'read-of-lines' | 'line-of-reads' | 'mixed' | 'partial' | 'unfinished'

export function lessonOf({ lines, reads, partialBytes, unfinished }: Lines): Lesson {
  if (unfinished) return 'unfinished'
  if (partialBytes > 0) return 'partial'
  if (reads.length <= 1) return lines === 1 ? 'one-to-one' : 'read-of-lines'
  return lines === 1 ? 'line-of-reads' : 'mixed'
}
