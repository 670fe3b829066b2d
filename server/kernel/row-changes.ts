/**
 * What has changed in the rows of a run's sockets between two readings of the kernel's tables. Pure. Counterparts:
 * `run-rows.ts`, which makes the rows; `runtime/lab/socket-sampler.ts`, which looks.
 * Invariant: a timer that merely runs down is no change.
 */
import { Changes } from '../core/changes.ts'
import { same } from '#shared/state/same.ts'
import { rowKey, type KernelRow } from '#shared/model/kernel.ts'
import type { SocketsSeen } from '#shared/protocol/observations.ts'

/** A timer whose end moves by more than this was set anew. */
const TOLERANCE_MS = 1000
const TIME_LEFT = new Set(['ms'])

/** @param passed milliseconds between the two looks */
export function sameRow(before: KernelRow, after: KernelRow, passed: number): boolean {
  if (!same(before, after, TIME_LEFT)) return false
  // Begun anew at each probe of an idle connection, for as long as it lasts.
  if (before.timer?.kind === 'keepalive') return true
  return before.timer === null || Math.abs(before.timer.ms - passed - (after.timer?.ms ?? 0)) < TOLERANCE_MS
}

/** The rows as last reported, and the changes since. */
export class RowChanges {
  #more = 0
  readonly #changes = new Changes<string, Told>(
    ({ row }) => rowKey(row),
    (told, { row, at }) => sameRow(told.row, row, at - told.at),
  )

  /** Changes since the last call; null for none. @param at milliseconds of a monotonic clock @param whole all are to be told */
  since(rows: readonly KernelRow[], more: number, at: number, whole = false): SocketsSeen | null {
    const here = rows.map((row) => ({ row, at }))
    const seen = this.#changes.since(here, more !== this.#more, whole)
    if (!seen) return null
    this.#more = more
    return { kind: 'sockets-seen', rows: seen.changed.map(({ row }) => row), gone: seen.gone, whole: seen.whole, more }
  }
}

/** A row, and when it was seen, milliseconds. */
interface Told {
  readonly row: KernelRow
  readonly at: number
}
