/** Which lines of a listing are shown: those folded are counted where no process stands at one of them. Pure. */
import type { Listing, ListingLine } from '#shared/protocol/program.ts'

/** Fewer stand at the end of the line before, so that a loop keeps its shape. */
const OWN_ROW = 3

/** A line, with how many are folded behind it. */
export type Shown = ListingLine & { readonly behind: number }
/** So many lines that are not shown, in a row of their own. */
export interface Fold {
  readonly id: string
  readonly count: number
}

/** @param whole nothing is folded @param stands ids of the lines at which processes stand */
export function rowsOf(listing: Listing, whole: boolean, stands: readonly string[]): (Shown | Fold)[] {
  const rows: (Shown | Fold)[] = []
  for (let i = 0; i < listing.length;) {
    const isFolded = ({ id, folded }: ListingLine): boolean => !whole && folded === true && !stands.includes(id)
    const end = listing.findIndex((line, j) => j >= i && !isFolded(line))
    const count = (end < 0 ? listing.length : end) - i
    const last = rows.at(-1)
    if (count === 0) rows.push({ ...listing[i++]!, behind: 0 })
    else if (count < OWN_ROW && last && 'behind' in last) rows[rows.length - 1] = { ...last, behind: count }
    else rows.push({ id: `fold-${listing[i]!.id}`, count })
    i += count
  }
  return rows
}
