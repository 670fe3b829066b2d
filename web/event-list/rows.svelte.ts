/**
 * The rows of a journal that are on screen, reactively: what `rows.ts` reckons, following, and which rows have just come.
 * Counterpart: `Rows.svelte` tells it of the real scroller and draws. A view makes one and reads `first` and `last`.
 * Invariant: while the reader follows, the newest row is on screen; nothing else ever moves the rows under their eyes.
 */
import { untrack } from 'svelte'
import type { EventView, Selection } from '../store/contract.ts'
import { RowScroll } from './rows.ts'

/** Rows beyond the screen that are drawn with it, on either side. */
const OVERSCAN = 4
/** More new rows than this within half a second are a flood: nothing glides then. */
const CALM = 8

export class RowWindow {
  /** Space for rows, px. */
  viewport = $state(0)
  width = $state(0)
  /** How far the content is scrolled sideways, px. */
  left = $state(0)
  /** px */
  rowHeight = $state(40)
  /** Rows from here on have just come, one by one. */
  freshFrom = $state(Infinity)
  readonly #view: () => EventView
  readonly #selection: () => Selection
  readonly #past: () => number | null
  readonly #scroll = new RowScroll()
  /** Counts the moves of `#scroll`, which is not reactive itself. */
  #moves = $state(0)
  /** The reader's last move was towards the end. */
  #down = false
  #known = 0
  #burst = { from: 0, rows: 0 }
  #drawn = { first: 0, last: -1, turn: 0 }

  // Evaluating it again changes nothing: `resize` and going to the end are idempotent.
  readonly #now = $derived.by(() => {
    void this.#moves
    const scroll = this.#scroll
    scroll.resize(this.count, this.rowHeight, this.viewport)
    if (this.following) scroll.moveTo(scroll.range)
    const { first, last } = scroll.window(OVERSCAN)
    const before = this.#drawn
    const size = last - first + 1
    const jumped = first > before.last || last < before.first
    const turn = jumped && size > 0 ? (((before.turn + before.first - first) % size) + size) % size : before.turn
    this.#drawn = { first, last, turn }
    return { first, last, turn, size, top: scroll.top(first), height: scroll.height, visible: scroll.window(0) }
  })
  readonly #first = $derived(this.#now.first)
  readonly #last = $derived(this.#now.last)
  readonly #chosen = $derived.by(() => {
    const { seq } = this.#selection()
    if (seq === null) return -1
    const row = this.#view().rowOf(seq)
    return row < this.count && this.#view().seqAt(row) === seq ? row : -1
  })

  /** @param past the newest event of the moment that is shown, null while that is now */
  constructor(view: () => EventView, selection: () => Selection, past: () => number | null = () => null) {
    this.#view = view
    this.#selection = selection
    this.#past = past
  }

  /** The first row of what has not happened yet at the moment that is shown; null while that is now. */
  readonly later = $derived.by((): number | null => {
    const seq = this.#past()
    return seq === null ? null : Math.min(this.count, this.#view().rowOf(seq + 1))
  })

  get count(): number {
    return this.#view().length
  }
  /** First and last row to draw; last < first when there is none. */
  get first(): number {
    return this.#first
  }
  get last(): number {
    return this.#last
  }
  /**
   * The element that draws a row, by number: rows that stay keep theirs, and after a jump no element changes its place
   * among the others, which costs more than to draw it anew.
   */
  slot(row: number): number {
    return (row + this.#now.turn) % this.#now.size
  }
  /** First and last row of which the reader sees something. */
  get visible(): { first: number; last: number } {
    return this.#now.visible
  }
  /** Where the first row to draw stands within the scroller's content, px. */
  get top(): number {
    return this.#now.top
  }
  /** Height of the scroller's content, px. */
  get height(): number {
    return this.#now.height
  }
  /** Rows newer than what is on screen. */
  get below(): number {
    return Math.max(0, this.count - 1 - this.visible.last)
  }
  /** Row of the chosen event, -1 when none is among the rows. */
  get chosen(): number {
    return this.#chosen
  }
  get following(): boolean {
    return this.#selection().following
  }
  /** What the scroller is to be set to after drawing, px. */
  get scrollTop(): number {
    void this.#now
    return this.#scroll.scrollTop
  }

  follow(): void {
    this.#selection().following = true
  }
  /** The scroller has moved, by whatever means. Up stops following, down to the end resumes it. */
  scrolled(scrollTop: number): void {
    void this.#now
    const by = this.#scroll.scrolled(scrollTop)
    if (by === 0) return
    this.#down = by > 0
    if (by < 0 && !this.#scroll.atEnd) this.#selection().following = false
    if (by > 0 && this.#scroll.atEnd) this.follow()
    this.#moves++
  }
  /** The reader wants to go up. Told before the scroller moves, else a flood of rows would win against them. */
  upwards(): void {
    void this.#now
    if (this.#scroll.range > 0) this.#selection().following = false
  }
  /** The reader has come to rest. */
  settled(): void {
    if (this.following) return
    // The last step of a smooth scroll may be too small to count as one.
    if (this.#down && this.#scroll.atEnd) this.follow()
    this.#scroll.settle()
    this.#moves++
  }
  reveal(row: number): void {
    this.#down = false
    this.#scroll.reveal(row)
    this.#moves++
  }
  choose(row: number): void {
    const seq = this.#view().seqAt(Math.max(0, Math.min(this.count - 1, row)))
    if (seq > 0) this.#selection().choose(seq)
  }
  /** Row that a key leads to from the chosen one; undefined for other keys. */
  rowFor(key: string): number | undefined {
    const { first, last } = this.visible
    const page = Math.max(1, Math.floor(this.viewport / this.rowHeight) - 1)
    const from = this.#chosen < 0 ? null : this.#chosen
    switch (key) {
      case 'ArrowDown':
        return from === null ? first : from + 1
      case 'ArrowUp':
        return from === null ? last : from - 1
      case 'PageDown':
        return (from ?? first) + page
      case 'PageUp':
        return (from ?? last) - page
      case 'Home':
        return 0
      case 'End':
        return this.count - 1
      default:
        return undefined
    }
  }

  /**
   * Tells rows that come by themselves from a flood and from a page just opened. Called once for each change of `count`.
   * @param now milliseconds
   * @returns how far the newest rows pushed the others up, px; 0 when nothing is to glide
   */
  grew(now: number): number {
    const grown = this.count - this.#known
    const opened = this.#known === 0
    this.#known = this.count
    return untrack(() => {
      if (now - this.#burst.from > 500) this.#burst = { from: now, rows: 0 }
      this.#burst.rows += Math.abs(grown)
      const calm = grown > 0 && !opened && this.#burst.rows <= CALM && this.following
      this.freshFrom = calm ? this.count - grown : Infinity
      return calm && this.#scroll.range > 0 ? grown * this.rowHeight : 0
    })
  }
}
