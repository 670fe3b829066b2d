/** A growing, ascending list of sequence numbers: four bytes each, so that millions of matches stay small. */
export class SeqList {
  #seqs = new Uint32Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Adds a number, which must be larger than all before it. */
  push(seq: number): void {
    if (this.#length === this.#seqs.length) {
      const larger = new Uint32Array(this.#length * 2)
      larger.set(this.#seqs)
      this.#seqs = larger
    }
    this.#seqs[this.#length++] = seq
  }

  /** 0 beyond the end. */
  at(index: number): number {
    return index < this.#length ? (this.#seqs[index] ?? 0) : 0
  }

  /** Index of this number, or of the first larger one; the length when there is none. */
  indexOf(seq: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.at(middle) < seq) low = middle + 1
      else high = middle
    }
    return low
  }
}
