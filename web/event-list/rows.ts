/**
 * Which rows of a long uniform list are on screen, and where. Pure arithmetic; `Rows.svelte` gives it the real scroller.
 * Browsers cap the height of an element (about 16.7 million px at twice the normal zoom), so beyond `MAX_HEIGHT` the
 * scroll bar spans the list in small: a jump is scaled, while wheel, keys and touch still move by real pixels. The scroll
 * bar then disagrees a little with the position, until `settle` brings them together without moving a row.
 * Invariant: 0 <= position <= range, and nothing is kept per row, so any number of rows costs the same.
 */

/** Tallest element that is asked for, in px. A pixel of a scroll bar then stands for more than a screen, never for less. */
export const MAX_HEIGHT = 6_000_000
/** So much at either end of the scroll bar is true to size, px: nobody runs into its end before that of the list. */
const EDGE = 200_000
/** Scrollers round to device pixels: a smaller move than this is not one. Also how near to the end is at the end. */
export const SLACK = 2

/** Takes a place in a range of one size to its place in a range of another; both ends keep their size. */
function rescaled(value: number, from: number, to: number): number {
  if (value <= EDGE) return value
  if (value >= from - EDGE) return to - (from - value)
  return EDGE + ((value - EDGE) / (from - 2 * EDGE)) * (to - 2 * EDGE)
}

const clamp = (value: number, max: number): number => Math.max(0, Math.min(max, value))

export class RowScroll {
  #rows = 0
  #rowHeight = 1
  #viewport = 0
  #position = 0
  #scrollTop = 0

  /** Tells of the list and the screen. Heights in px. The position stays, as far as the list reaches. */
  resize(rows: number, rowHeight: number, viewport: number): void {
    // The row at the top stays at the top when the size of text changes.
    const scale = Math.max(1, rowHeight) / this.#rowHeight
    this.#rows = rows
    this.#rowHeight = Math.max(1, rowHeight)
    this.#viewport = viewport
    this.#position = clamp(this.#position * scale, this.range)
    if (scale !== 1 || this.#exact || this.#scrollTop > this.#scrollRange) this.settle()
  }

  /** Height that the scroller's content takes, px. */
  get height(): number {
    return Math.min(this.#rows * this.#rowHeight, MAX_HEIGHT)
  }
  /** Largest position, px. */
  get range(): number {
    return Math.max(0, this.#rows * this.#rowHeight - this.#viewport)
  }
  /** Distance from the top of the list to the top of the screen, px. */
  get position(): number {
    return this.#position
  }
  /** What the scroller's own scrollTop is, or is to be, px. */
  get scrollTop(): number {
    return this.#scrollTop
  }
  get atEnd(): boolean {
    return this.#position >= this.range - SLACK
  }
  /** First and last row on screen with `overscan` rows around them; last < first when there is none. */
  window(overscan: number): { first: number; last: number } {
    const first = Math.floor(this.#position / this.#rowHeight)
    const last = Math.ceil((this.#position + this.#viewport) / this.#rowHeight) - 1
    return { first: Math.max(0, first - overscan), last: Math.min(this.#rows - 1, last + overscan) }
  }
  /** Where a row's top lies within the scroller's content, px. */
  top(row: number): number {
    return row * this.#rowHeight - this.#position + this.#scrollTop
  }

  /**
   * The scroller was scrolled, by whatever means.
   * @returns how far the reader moved, px, 0 for a rounding; `scrollTop` may have changed and is then to be set again
   */
  scrolled(scrollTop: number): number {
    const moved = scrollTop - this.#scrollTop
    if (Math.abs(moved) < SLACK && !this.#exact) return 0
    this.#scrollTop = scrollTop
    const before = this.#position
    if (this.#exact) this.#position = clamp(scrollTop, this.range)
    else if (Math.abs(moved) <= this.#viewport) this.#position = clamp(before + moved, this.range)
    else this.#position = clamp(rescaled(scrollTop, this.#scrollRange, this.range), this.range)
    const stuckAtTop = scrollTop <= 0 && this.#position > 0
    const stuckAtEnd = scrollTop >= this.#scrollRange && this.#position < this.range
    if (stuckAtTop || stuckAtEnd) this.settle()
    return Math.abs(moved) < SLACK ? 0 : moved
  }

  /** Goes to a position, px; `scrollTop` is then to be set. */
  moveTo(position: number): void {
    this.#position = clamp(position, this.range)
    this.settle()
  }
  /** Goes just as far as it takes to have the whole row on screen. */
  reveal(row: number): void {
    const top = row * this.#rowHeight
    if (top < this.#position) this.moveTo(top)
    else if (top + this.#rowHeight > this.#position + this.#viewport)
      this.moveTo(top + this.#rowHeight - this.#viewport)
  }
  /** Brings the scroll bar to where the position is; no row moves on screen. `scrollTop` is then to be set. */
  settle(): void {
    this.#scrollTop = this.#exact ? this.#position : Math.round(rescaled(this.#position, this.range, this.#scrollRange))
  }

  get #exact(): boolean {
    return this.#rows * this.#rowHeight <= MAX_HEIGHT
  }
  get #scrollRange(): number {
    return Math.max(0, this.height - this.#viewport)
  }
}
