/**
 * The part that both views of a journal share: a page cache, and the loading of what is on screen and lacking.
 * Invariant: getters are reactive, and tell the views at most once a frame that something has changed.
 */
import type { LabEvent } from '#shared/protocol/events.ts'
import { oncePerFrame } from './frame.ts'
import { PAGE, PageCache } from './page-cache.ts'
import type { EventView } from './contract.ts'

/** Rows beyond the screen that are loaded with it, on either side. */
const SURROUNDINGS = 100
/** A reader who drags the scroll bar passes many pages: only where they stay is loaded. Milliseconds. */
const SETTLE = 40
/** After a failure; milliseconds. */
const AGAIN = 1000

export abstract class PagedView implements EventView {
  protected readonly cache = new PageCache()
  #version = $state(0)
  #shown: readonly [number, number] = [0, -1]
  #loading: { pages: readonly number[]; abort: AbortController } | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Makes the views read again, with the next frame. */
  protected readonly changed = oncePerFrame(() => this.#version++)

  /** How many rows there are, told without being reactive. */
  protected abstract count(): number
  /** Reads rows into the cache, from the first for at most `limit`; once `signal` has aborted, none any more. */
  protected abstract load(first: number, limit: number, signal: AbortSignal): Promise<void>
  abstract seqAt(row: number): number
  abstract rowOf(seq: number): number

  get length(): number {
    this.depend()
    return this.count()
  }

  get(row: number): LabEvent | undefined {
    this.depend()
    return this.cache.get(row)
  }

  show(first: number, last: number): void {
    if (first === this.#shown[0] && last === this.#shown[1]) return
    this.#shown = [first, last]
    this.settle()
  }

  /** Ends every call under way. The view may not be used afterwards. */
  close(): void {
    clearTimeout(this.#timer)
    this.#loading?.abort.abort()
    this.#timer = undefined
    this.#shown = [0, -1]
  }

  /** Lets go of every row, and of those on their way. */
  protected forget(): void {
    this.#loading?.abort.abort()
    this.#loading = null
    this.cache.clear()
  }

  protected depend(): void {
    void this.#version
  }

  /** Loads what is on screen and lacking, once the reader stays. */
  protected settle(wait = SETTLE): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#fetch()
    }, wait)
  }

  #fetch(): void {
    const count = this.count()
    const first = Math.max(0, this.#shown[0] - SURROUNDINGS)
    const last = Math.min(count - 1, this.#shown[1] + SURROUNDINGS)
    if (this.#shown[1] < 0 || last < first) return
    this.cache.pin(first, last)
    const lacking = this.cache.lacking(count)
    if (this.#loading) {
      if (this.#loading.pages.some((page) => lacking.includes(page))) return
      this.#loading.abort.abort()
    }
    if (lacking.length > 0) void this.#loadPages(lacking)
  }

  async #loadPages(pages: readonly number[]): Promise<void> {
    const loading = { pages, abort: new AbortController() }
    this.#loading = loading
    let wait = SETTLE
    try {
      for (const page of pages) await this.load(page * PAGE, PAGE, loading.abort.signal)
    } catch {
      // Unreachable, most likely, which the page says elsewhere: try again while somebody looks.
      wait = AGAIN
    }
    this.changed()
    if (this.#loading !== loading) return
    this.#loading = null
    if (!loading.abort.signal.aborted) this.settle(wait)
  }
}
