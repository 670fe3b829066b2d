/**
 * Cuts a byte stream into whole lines (worksheet question 1: "the lines that it receives"; RFC 9293, 3.8: TCP has no
 * message boundaries). Counterpart: `endpoints/stream.ts`, which gives it what each read returned.
 * Invariant: the bytes of all releases, with what is held and what was discarded, are the stream, in order.
 * The end of a line is LF; a CR before it is part of the line, so that CRLF passes through untouched.
 */

/** Whole lines that one read completed. Everything is released together: the cost is per read, not per line. */
export interface Released {
  /** The lines with their ends, exactly as they came. */
  readonly bytes: Uint8Array
  readonly lines: number
  /** How many of `bytes` each read brought, oldest first; at most 64 entries, the last one standing for the rest. */
  readonly reads: readonly number[]
  /** The first of `reads` began in an earlier release. */
  readonly carried: boolean
  /** Bytes that the last read brought beyond these lines. */
  readonly held: number
  /** Bytes of over-long lines that were dropped. */
  readonly discarded: number
  /** The last line came without its end: the stream ended. */
  readonly unfinished: boolean
}

const LF = 10
const MOST_READS = 64
const NOTHING: Uint8Array<ArrayBufferLike> = new Uint8Array(0)

export class LineFramer {
  readonly #maxLine: number
  /** The beginning of a line whose end has not come: the first `#held` bytes of it. */
  #kept = NOTHING
  #held = 0
  /** How many of the held bytes each read brought. */
  #reads: number[] = []
  /** The first of them belongs to a read that has already released lines. */
  #carried = false
  #discarding = false
  #discarded = 0

  /** @param maxLine longest line in bytes, its LF included */
  constructor(maxLine: number) {
    this.#maxLine = maxLine
  }

  /** Bytes of an incomplete line that are kept. */
  get held(): number {
    return this.#held
  }

  /** Bytes dropped in a row of the line that is coming in now; 0 when it is not too long. */
  get discardedInARow(): number {
    return this.#discarded
  }

  /** Takes what one read returned. Gives the lines that it completed, null when it completed none. */
  push(chunk: Uint8Array): Released | null {
    const longest = this.#maxLine
    let lines = 0
    let start = this.#discarding ? -longest : -this.#held
    for (let i = 0; i < chunk.length; i++) {
      if (chunk[i] !== LF) continue
      if (i + 1 - start > longest) return this.#pushTooLong(chunk)
      lines++
      start = i + 1
    }
    const rest = chunk.length - Math.max(start, 0)
    if (this.#discarding || rest + (lines === 0 ? this.#held : 0) >= longest) return this.#pushTooLong(chunk)
    if (lines === 0) {
      this.#hold(chunk)
      return null
    }
    const whole = rest === 0 ? chunk : chunk.subarray(0, start)
    const released = this.#release(whole, lines, rest, 0)
    if (rest > 0) this.#hold(chunk.subarray(start), true)
    return released
  }

  /** The stream ended: gives what is held as a line without its end, null when nothing is. */
  end(): Released | null {
    if (this.#held === 0 && this.#discarded === 0) return null
    const discarded = this.#discarded
    this.#discarding = false
    this.#discarded = 0
    return { ...this.#release(NOTHING, 1, 0, discarded), unfinished: true }
  }

  /** The careful way, for a chunk in which some line is too long: keep the head of such a line, and its LF. */
  #pushTooLong(chunk: Uint8Array): Released | null {
    const kept: Uint8Array[] = []
    let lines = 0
    let dropped = 0
    let room = this.#discarding ? 0 : this.#maxLine - 1 - this.#held
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
        const open = kept.length > 0 && take > 0 ? kept.pop()! : null
        const released = lines > 0 ? this.#release(concat(kept), lines, open?.length ?? 0, dropped) : null
        if (open) this.#hold(open, lines > 0)
        return released
      }
      kept.push(chunk.subarray(lf, lf + 1))
      lines++
      dropped += this.#discarded
      this.#discarding = false
      this.#discarded = 0
      room = this.#maxLine - 1
      from = lf + 1
    }
    return this.#release(concat(kept), lines, 0, dropped)
  }

  #hold(piece: Uint8Array, carried = false): void {
    if (this.#held === 0) this.#carried = carried
    const size = this.#held + piece.length
    if (size > this.#kept.length) {
      // Doubled, so that a line of one byte a read costs no more than its length; copied, since a view would keep the
      // whole chunk alive, 64 KiB for each idle participant.
      const larger = new Uint8Array(Math.max(size, Math.min(2 * this.#kept.length, this.#maxLine)))
      larger.set(this.#kept.subarray(0, this.#held))
      this.#kept = larger
    }
    this.#kept.set(piece, this.#held)
    this.#held = size
    countRead(this.#reads, piece.length)
  }

  #release(fresh: Uint8Array, lines: number, rest: number, discarded: number): Released {
    if (this.#held === 0) {
      const carried = this.#carried
      this.#carried = false
      return { bytes: fresh, lines, reads: [fresh.length], carried, held: rest, discarded, unfinished: false }
    }
    const bytes = new Uint8Array(this.#held + fresh.length)
    bytes.set(this.#kept.subarray(0, this.#held))
    bytes.set(fresh, this.#held)
    const reads = this.#reads
    if (fresh.length > 0) countRead(reads, fresh.length)
    const carried = this.#carried
    this.#kept = NOTHING
    this.#reads = []
    this.#held = 0
    this.#carried = false
    return { bytes, lines, reads, carried, held: rest, discarded, unfinished: false }
  }
}

/** One more read in the list; beyond MOST_READS the last entry stands for the rest. */
function countRead(reads: number[], size: number): void {
  if (reads.length < MOST_READS) reads.push(size)
  else reads[MOST_READS - 1]! += size
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
