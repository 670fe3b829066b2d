/**
 * The reads behind a partial line: the size and time of each, and whether it was reported. Counterpart:
 * `line-framer.ts`, which keeps the bytes.
 * Invariant: bounded for any number of reads; the sizes add up to the bytes read.
 */

/** The reads behind some bytes. */
export interface Reads {
  /** How many of the bytes each read brought, oldest first; at most 64 entries, the last one sums up the rest. */
  readonly reads: readonly number[]
  /** Bytes of each read that were dropped from an over-long line. Absent where none were. */
  readonly dropped?: readonly number[]
  /** The real number of reads, where it exceeds the entries of `reads`. */
  readonly readCount?: number
}

export type WritableReads = { -readonly [Field in keyof Reads]: Reads[Field] }

interface Read {
  kept: number
  dropped: number
  readonly at: number
  /** The number of reads that it sums up. */
  count: number
}

const MOST_READS = 64
/** At most this many entries for reported reads, so that unreported ones always have room. */
const MOST_TOLD = 32
const NONE: readonly number[] = []

export class ReadList {
  /** How many entries, from the first on, were reported. */
  told = 0
  #reads: Read[] = []

  get empty(): boolean {
    return this.#reads.length === 0
  }

  /** When the first of them returned. */
  get since(): number {
    return this.#reads[0]?.at ?? 0
  }

  /** Adds a read; when the list is full, the last entry sums up the rest. */
  add(kept: number, dropped: number, at: number): void {
    const last = this.#reads[MOST_READS - 1]
    if (!last) return void this.#reads.push({ kept, dropped, at, count: 1 })
    last.kept += kept
    last.dropped += dropped
    last.count++
  }

  /** When the unreported reads returned, as far as each has an entry. */
  get untoldAt(): readonly number[] {
    if (this.told === this.#reads.length) return NONE
    return this.#reads.slice(this.told).map(({ at }) => at)
  }

  /** Describes all reads, or those from one on. No closures: in a flood every read ends in the middle of a line. */
  describe(into: WritableReads, from = 0): void {
    const reads: number[] = []
    let many = 0
    let lost = 0
    for (let i = from; i < this.#reads.length; i++) {
      const { kept, dropped, count } = this.#reads[i]!
      reads.push(kept)
      many += count
      lost += dropped
    }
    into.reads = reads
    if (many > reads.length) into.readCount = many
    if (lost > 0) into.dropped = this.#reads.slice(from).map(({ dropped }) => dropped)
  }

  /** Marks all reads so far as reported. Nobody needs them one by one again: many are summed up. */
  markTold(): void {
    const last = this.#reads[MOST_TOLD - 1]
    for (const { kept, dropped, count } of last ? this.#reads.splice(MOST_TOLD) : []) {
      last!.kept += kept
      last!.dropped += dropped
      last!.count += count
    }
    this.told = this.#reads.length
  }

  clear(): void {
    this.#reads = []
    this.told = 0
  }
}
