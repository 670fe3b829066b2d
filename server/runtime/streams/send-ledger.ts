/**
 * Whose bytes wait in one send queue. A queue is first in, first out: what waits is the end of all that was added.
 * Counterpart: `backpressure.ts`, which keeps one for each receiver whose queue is not empty.
 * Invariant: the shares add up to `total`, and none is zero.
 */

/** Stands for a sender that has gone. */
export const NOBODY = -1

/** Fewer taken entries stay at the beginning of the array. */
const COMPACT_AT = 1024

export class SendLedger {
  #entries: { from: number; bytes: number }[] = []
  #head = 0
  readonly #shares = new Map<number, number>()
  #total = 0

  /** Bytes that wait. */
  get total(): number {
    return this.#total
  }

  /** Bytes that wait, by sender. */
  get shares(): ReadonlyMap<number, number> {
    return this.#shares
  }

  /** Bytes of this sender that wait. */
  share(from: number): number {
    return this.#shares.get(from) ?? 0
  }

  /** Bytes of this sender come to the end of the queue. */
  add(from: number, bytes: number): void {
    if (bytes === 0) return
    const last = this.#entries.at(-1)
    if (last?.from === from && this.#entries.length > this.#head) last.bytes += bytes
    else this.#entries.push({ from, bytes })
    this.#total += bytes
    this.#shares.set(from, this.share(from) + bytes)
  }

  /** What waits of this sender is nobody's from now on. */
  disown(from: number): void {
    const share = this.share(from)
    if (share === 0) return
    this.#shares.delete(from)
    this.#shares.set(NOBODY, this.share(NOBODY) + share)
    for (const entry of this.#entries) if (entry.from === from) entry.from = NOBODY
  }

  /** So many bytes wait still: the oldest of the others have left. */
  keep(bytes: number): void {
    while (this.#total > bytes) {
      const oldest = this.#entries[this.#head]!
      const left = Math.min(oldest.bytes, this.#total - bytes)
      oldest.bytes -= left
      this.#total -= left
      const share = this.share(oldest.from) - left
      if (share > 0) this.#shares.set(oldest.from, share)
      else this.#shares.delete(oldest.from)
      if (oldest.bytes === 0) this.#head++
    }
    // By halves: copied more often, a long queue would cost its square.
    const { length } = this.#entries
    if (this.#head < length && (this.#head < COMPACT_AT || this.#head * 2 < length)) return
    this.#entries = this.#entries.slice(this.#head)
    this.#head = 0
  }
}
