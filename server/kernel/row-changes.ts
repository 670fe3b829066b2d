/**
 * What has changed in the rows of a run's sockets between two readings of the kernel's tables. Pure. Counterparts:
 * `run-rows.ts`, which makes the rows; `runtime/lab/socket-sampler.ts`, which looks.
 * Invariant: a timer that merely runs down is no change.
 */
import { same } from '../core/same.ts'
import { rowKey, type KernelRow } from '#shared/model/kernel.ts'
import type { SocketsSeen } from '#shared/protocol/observations.ts'

/** A timer whose end moves by more than this was set anew. */
const TOLERANCE_MS = 1000
/** After so many changes the rows are told whole again: who looks for one moment need not begin at the first. */
const WHOLE_EVERY = 64
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
  #told = new Map<string, { readonly row: KernelRow; readonly at: number }>()
  #count = 0

  /** Changes since the last call; null for none. @param at milliseconds of a monotonic clock */
  since(rows: readonly KernelRow[], more: number, at: number): SocketsSeen | null {
    const after = new Map(rows.map((row) => [rowKey(row), row]))
    const changed = rows.filter((row) => {
      const told = this.#told.get(rowKey(row))
      return !told || !sameRow(told.row, row, at - told.at)
    })
    const gone = [...this.#told.keys()].filter((key) => !after.has(key))
    if (changed.length === 0 && gone.length === 0 && more === this.#more) return null
    this.#more = more
    const whole = this.#count++ % WHOLE_EVERY === 0
    if (whole) this.#told.clear()
    for (const key of gone) this.#told.delete(key)
    for (const row of whole ? rows : changed) this.#told.set(rowKey(row), { row, at })
    return { kind: 'sockets-seen', rows: whole ? [...rows] : changed, gone: whole ? [] : gone, whole, more }
  }
}
