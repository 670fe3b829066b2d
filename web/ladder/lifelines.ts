/** The lives of participants as stretches of the rows on screen, px from the top of the first. Pure but for the view. */
import type { EventView } from '../store/contract.ts'

/** The rows that are drawn. */
export interface Strip {
  readonly first: number
  readonly last: number
  /** px */
  readonly rowHeight: number
}

/** A stretch from `top` to `bottom`, px. */
export interface Stretch {
  readonly top: number
  readonly bottom: number
}

/**
 * Where an event stands: the middle of its row, or the border above the first row after it where a filter hides it.
 * Never outside of the rows that are drawn.
 */
function place(view: Pick<EventView, 'rowOf' | 'seqAt'>, { first, last, rowHeight }: Strip, seq: number): number {
  if (seq <= view.seqAt(first) - 1) return 0
  const row = view.rowOf(seq)
  if (row > last) return (last - first + 1) * rowHeight
  return (row - first + (view.seqAt(row) === seq ? 0.5 : 0)) * rowHeight
}

/**
 * The stretch from one event to another.
 * @param to Infinity for what still lasts
 * @returns null where nothing of it is on screen
 */
export function stretch(
  view: Pick<EventView, 'rowOf' | 'seqAt'>,
  strip: Strip,
  from: number,
  to: number,
): Stretch | null {
  if (strip.last < strip.first) return null
  const height = (strip.last - strip.first + 1) * strip.rowHeight
  const top = place(view, strip, from)
  const bottom = to === Infinity ? height : place(view, strip, to)
  return bottom > top ? { top, bottom } : null
}
