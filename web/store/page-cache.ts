/**
 * Rows held in pages, the least recently used let go first: a screenful and its surroundings, however long the run.
 * Invariant: never more than `capacity` pages, except while more than that many are on screen.
 */
import type { LabEvent } from '#shared/protocol/events.ts'

export const PAGE = 200

interface Page {
  rows: (LabEvent | undefined)[]
  /** Rows that are here. */
  known: number
}

export class PageCache {
  readonly #capacity: number
  /** In the order of use, the oldest first. */
  readonly #pages = new Map<number, Page>()
  #pinned: readonly [number, number] = [0, -1]

  constructor(capacity = 60) {
    this.#capacity = capacity
  }

  get(row: number): LabEvent | undefined {
    return this.#pages.get(Math.floor(row / PAGE))?.rows[row % PAGE]
  }

  put(row: number, event: LabEvent): void {
    const index = Math.floor(row / PAGE)
    const page = this.#pages.get(index) ?? this.#add(index)
    if (page.rows[row % PAGE] === undefined) page.known++
    page.rows[row % PAGE] = event
  }

  /** Keeps the pages of these rows (both included), whatever else comes, until the next call. */
  pin(first: number, last: number): void {
    this.#pinned = [Math.floor(first / PAGE), Math.floor(last / PAGE)]
    for (let index = this.#pinned[0]; index <= this.#pinned[1]; index++) {
      const page = this.#pages.get(index)
      if (!page) continue
      this.#pages.delete(index)
      this.#pages.set(index, page)
    }
  }

  /** Pages of the pinned rows that lack a row below `length`, in order. */
  lacking(length: number): number[] {
    const lacking: number[] = []
    for (let index = this.#pinned[0]; index <= this.#pinned[1]; index++) {
      const full = Math.min(PAGE, length - index * PAGE)
      if (full > 0 && (this.#pages.get(index)?.known ?? 0) < full) lacking.push(index)
    }
    return lacking
  }

  /** Pages held now. */
  get size(): number {
    return this.#pages.size
  }

  clear(): void {
    this.#pages.clear()
  }

  #add(index: number): Page {
    const page: Page = { rows: new Array<LabEvent | undefined>(PAGE).fill(undefined), known: 0 }
    this.#pages.set(index, page)
    if (this.#pages.size > this.#capacity) this.#evict(index)
    return page
  }

  #evict(added: number): void {
    for (const index of this.#pages.keys()) {
      if (index === added || (index >= this.#pinned[0] && index <= this.#pinned[1])) continue
      this.#pages.delete(index)
      return
    }
  }
}
