/**
 * The reads behind a line that has not ended: how much each brought, when, and whether it has been told. Counterpart:
 * `line-framer.ts`, which keeps the bytes.
 * Invariant: bounded, whatever the number of reads; the sizes add up to what was read.
 */

/** The reads behind some bytes. */
export interface Reads {
  /** How many of the bytes each read brought, oldest first; at most 64 entries, the last one standing for the rest. */
  readonly reads: readonly number[]
  /** How many more bytes each of them brought, which were dropped as too many for a line. Absent where none were. */
  readonly dropped?: readonly number[]
  /** How many reads there really were, where that is more than `reads` has entries. */
  readonly readCount?: number
}

export type WritableReads = { -readonly [Field in keyof Reads]: Reads[Field] }

interface Read {
  kept: number
  dropped: number
  readonly at: number
  /** It stands for so many. */
  count: number
}

const MOST_READS = 64
/** So many entries stay for reads that were told: there is always room for those that were not. */
const MOST_TOLD = 32
const NONE: readonly number[] = []

export class ReadList {
  /** How many entries, from the first on, were told. */
  told = 0
  #reads: Read[] = []

  get empty(): boolean {
    return this.#reads.length === 0
  }

  /** When the first of them returned. */
  get since(): number {
    return this.#reads[0]?.at ?? 0
  }

  /** One more read; beyond the most that are listed, the last entry stands for the rest. */
  add(kept: number, dropped: number, at: number): void {
    const last = this.#reads[MOST_READS - 1]
    if (!last) return void this.#reads.push({ kept, dropped, at, count: 1 })
    last.kept += kept
    last.dropped += dropped
    last.count++
  }

  /** When those that were not told returned, as far as they are listed one by one. */
  get untoldAt(): readonly number[] {
    if (this.told === this.#reads.length) return NONE
    return this.#reads.slice(this.told).map(({ at }) => at)
  }

  /** Writes down all of them, or those from one on. No closures: under a flood each read ends in the middle of a line. */
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

  /** All reads so far are told. What they were one by one nobody asks again: many are summed up. */
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
