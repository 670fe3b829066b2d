/** Which lines of a listing are shown: those folded make one row where no process stands at one of them. Pure. */
import type { Listing, ListingLine, ProcessView } from '#shared/protocol/program.ts'

/** So many lines that are not shown. */
export interface Fold {
  readonly id: string
  readonly count: number
}

/** @param whole nothing is folded */
export function rowsOf(listing: Listing, whole: boolean, processes: readonly ProcessView[]): (ListingLine | Fold)[] {
  const rows: (ListingLine | Fold)[] = []
  for (const line of listing) {
    const last = rows.at(-1)
    if (whole || !line.folded || processes.some((process) => process.line === line.id)) rows.push(line)
    else if (last && 'count' in last) rows[rows.length - 1] = { ...last, count: last.count + 1 }
    else rows.push({ id: `fold-${line.id}`, count: 1 })
  }
  return rows
}
