/**
 * Cuts a byte stream into whole lines (worksheet question 1: "the lines that it receives"; RFC 9293, 3.8: TCP has no
 * message boundaries). Counterpart: `endpoints/stream.ts`, which passes it each read.
 * Invariants: the bytes of all releases, the partial line and the discarded bytes make up the stream, in order; each
 * read is reported exactly once, by `takePartial` or by the release that it completed, and the reported sizes add up to
 * the stream. The end of a line is LF; a CR before it is part of the line, so that CRLF passes through untouched.
 */
import { ReadList, type Reads, type WritableReads } from './read-list.ts'

/** Whole lines that one read completed. Everything is released together: the cost is per read, not per line. */
export interface Released extends Reads {
  /** The lines with their ends, byte for byte. */
  readonly bytes: Uint8Array
  readonly lines: number
  /**
   * How many of `reads` were reported before, by `takePartial` or as `partialBytes` of an earlier release. Absent for
   * none.
   */
  readonly told?: number
  /** When the reads from `told` on returned; later ones returned at `at`. Absent where it would be empty. */
  readonly readsAt?: readonly number[]
  /** When the read that completed the lines returned. Absent when the end of the stream did. */
  readonly at?: number
  /** The first of `reads` began in an earlier release. */
  readonly carried: boolean
  /** Bytes that the last read brought beyond these lines. */
  readonly partialBytes: number
  /** Bytes of over-long lines that were dropped. */
  readonly discarded: number
  /** The stream ended before the last line did. */
  readonly unfinished: boolean
}

/** A line without its end so far. */
export interface PartialLine {
  /** Bytes of it that were read, including those dropped from an over-long line. */
  readonly partialBytes: number
  /** When the read that brought the first of them returned, by the clock of `push`. */
  readonly partialSince: number
  /** Its last byte is CR, which a raw terminal sends for Enter, or which is half of a CRLF. */
  readonly endsInCr: boolean
}

/** Reads that completed no line and were not reported before: their bytes, and the partial line after them. */
export interface PartialReads extends Reads, PartialLine {
  readonly bytes: Uint8Array
  readonly readsAt: readonly number[]
}

const LF = 10
const CR = 13
type Writable = { -readonly [Field in keyof Released]: Released[Field] }

const NONE: readonly number[] = []
const NOTHING: Uint8Array<ArrayBufferLike> = new Uint8Array(0)

export class LineFramer {
  readonly #maxLine: number
  /** The beginning of a line whose end has not come: the first `#partialBytes` bytes of it. */
  #kept = NOTHING
  #partialBytes = 0
  readonly #reads = new ReadList()
  /** The first of these reads has already released lines. */
  #carried = false
  #endsInCr = false
  #discarding = false
  #discarded = 0

  /** @param maxLine longest line in bytes, its LF included; 0 where the program knows no lines */
  constructor(maxLine: number) {
    this.#maxLine = maxLine
  }

  /** Bytes kept of the partial line. */
  get partialBytes(): number {
    return this.#partialBytes
  }

  /** Bytes dropped so far from the incoming line; 0 while it is not too long. */
  get discardedInARow(): number {
    return this.#discarded
  }

  /** The incoming line; null between two lines. */
  get partial(): PartialLine | null {
    if (this.#reads.empty || this.#maxLine === 0) return null
    return {
      partialBytes: this.#partialBytes + this.#discarded,
      partialSince: this.#reads.since,
      endsInCr: this.#endsInCr,
    }
  }

  /**
   * Takes the bytes of one read. Returns the lines that it completed, null for none.
   * @param at when it returned, by any clock that never goes backwards
   */
  push(chunk: Uint8Array, at = 0): Released | null {
    if (chunk.length === 0) return null
    const longest = this.#maxLine
    let lines = 0
    let start = this.#discarding ? -longest : -this.#partialBytes
    for (let i = 0; i < chunk.length; i++) {
      if (chunk[i] !== LF) continue
      if (i + 1 - start > longest) return this.#pushTooLong(chunk, at)
      lines++
      start = i + 1
    }
    const rest = chunk.length - Math.max(start, 0)
    if (this.#discarding || rest + (lines === 0 ? this.#partialBytes : 0) >= longest)
      return this.#pushTooLong(chunk, at)
    if (lines === 0) {
      this.#hold(chunk, 0, at)
      return null
    }
    const whole = rest === 0 ? chunk : chunk.subarray(0, start)
    const released = this.#release(whole, lines, rest, 0, 0, at)
    if (rest > 0) this.#carry(chunk.subarray(start), 0, at)
    return released
  }

  /** Returns the reads that completed no line and were not reported yet, and counts them as reported; null for none. */
  takePartial(): PartialReads | null {
    const { partial } = this
    const list = this.#reads
    const readsAt = list.untoldAt
    if (!partial || readsAt.length === 0) return null
    const fresh: WritableReads = { reads: NONE }
    list.describe(fresh, list.told)
    const size = fresh.reads.reduce((sum, kept) => sum + kept, 0)
    list.markTold()
    return { bytes: this.#kept.slice(this.#partialBytes - size, this.#partialBytes), ...fresh, readsAt, ...partial }
  }

  /** The stream ended: returns the partial line as a line without its end, null where there is none. */
  end(): Released | null {
    if (this.#partialBytes === 0 && this.#discarded === 0) return null
    const discarded = this.#discarded
    this.#discarding = false
    this.#discarded = 0
    return { ...this.#release(NOTHING, 1, 0, discarded, 0), unfinished: true }
  }

  /** The slow path, for a chunk with an over-long line: keeps the head of such a line, and its LF. */
  #pushTooLong(chunk: Uint8Array, at: number): Released | null {
    const kept: Uint8Array[] = []
    let lines = 0
    /** Dropped from all the lines that end here, and how much of that this read brought. */
    let discarded = 0
    let dropped = 0
    let room = this.#discarding ? 0 : this.#maxLine - 1 - this.#partialBytes
    let from = 0
    while (from < chunk.length) {
      const lf = chunk.indexOf(LF, from)
      const to = lf < 0 ? chunk.length : lf
      const take = Math.max(0, Math.min(to - from, room))
      if (take > 0) kept.push(chunk.subarray(from, from + take))
      const over = to - from - take
      if (over > 0) {
        this.#discarding = true
        this.#discarded += over
      }
      if (lf < 0) {
        const open = take > 0 ? kept.pop()! : NOTHING
        if (lines === 0) {
          this.#hold(open, over, at)
          this.#endsInCr = chunk.at(-1) === CR
          return null
        }
        const released = this.#release(concat(kept), lines, take + over, discarded, dropped, at)
        this.#carry(open, over, at)
        this.#endsInCr = chunk.at(-1) === CR
        return released
      }
      kept.push(chunk.subarray(lf, lf + 1))
      lines++
      discarded += this.#discarded
      dropped += over
      this.#discarding = false
      this.#discarded = 0
      room = this.#maxLine - 1
      from = lf + 1
    }
    return this.#release(concat(kept), lines, 0, discarded, dropped, at)
  }

  /** Keeps the rest of a read that has released lines: the release reports it. */
  #carry(piece: Uint8Array, dropped: number, at: number): void {
    this.#carried = true
    this.#hold(piece, dropped, at)
    this.#reads.markTold()
  }

  #hold(piece: Uint8Array, dropped: number, at: number): void {
    const size = this.#partialBytes + piece.length
    if (size > this.#kept.length) {
      // Doubled, so that a line that comes byte by byte costs no more than its length; copied, since a view would keep the
      // whole chunk alive, 64 KiB for each idle participant.
      const larger = new Uint8Array(Math.max(size, Math.min(2 * this.#kept.length, this.#maxLine)))
      larger.set(this.#kept.subarray(0, this.#partialBytes))
      this.#kept = larger
    }
    this.#kept.set(piece, this.#partialBytes)
    this.#partialBytes = size
    this.#endsInCr = piece[piece.length - 1] === CR
    this.#reads.add(piece.length, dropped, at)
  }

  /** @param dropped the part of `discarded` that the read at `at` brought; none without `at` */
  #release(
    fresh: Uint8Array,
    lines: number,
    partialBytes: number,
    discarded: number,
    dropped: number,
    at?: number,
  ): Released {
    const list = this.#reads
    // Sets fields one by one instead of spreading: a flood runs this for every read.
    const released: Writable = {
      bytes: fresh,
      lines,
      reads: NONE,
      carried: this.#carried,
      partialBytes,
      discarded,
      unfinished: false,
    }
    if (at !== undefined) released.at = at
    if (list.empty) {
      released.reads = [fresh.length]
      if (dropped > 0) released.dropped = [dropped]
      return released
    }
    const bytes = new Uint8Array(this.#partialBytes + fresh.length)
    bytes.set(this.#kept.subarray(0, this.#partialBytes))
    bytes.set(fresh, this.#partialBytes)
    released.bytes = bytes
    if (list.told > 0) released.told = list.told
    if (list.untoldAt.length > 0) released.readsAt = list.untoldAt
    if (at !== undefined) list.add(fresh.length, dropped, at)
    list.describe(released)
    list.clear()
    this.#kept = NOTHING
    this.#partialBytes = 0
    this.#carried = false
    return released
  }
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
