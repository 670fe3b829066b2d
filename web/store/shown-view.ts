/** One view for the components, whichever rows are behind it. Counterpart: `RunState`, which has the journal and its filters. */
import { untrack } from 'svelte'
import type { EventView } from './contract.ts'

/** @param current reactive @param shown is told which rows are on screen, both included */
export function shownView(current: () => EventView, shown: (first: number, last: number) => void): EventView {
  return {
    get length() {
      return current().length
    },
    seqAt: (row) => current().seqAt(row),
    rowOf: (seq) => current().rowOf(seq),
    get: (row) => current().get(row),
    // To name rows is no reason to draw again when they change.
    show: (first, last) =>
      untrack(() => {
        current().show(first, last)
        shown(first, last)
      }),
  }
}
