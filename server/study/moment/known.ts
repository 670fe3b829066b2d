/**
 * What a row of observations leaves known: the last places of the program, the rows of the kernel, who waited. Pure. Counterpart:
 * `shared/state/wait-times.ts`, by which a page that watches folds the same. Invariant: what was not seen is null.
 */
import { rowKey, type KernelRow } from '#shared/model/kernel.ts'
import type { Moment } from '#shared/protocol/moment.ts'
import type { Observation, PersonSeen } from '#shared/protocol/observations.ts'
import type { ProcessView } from '#shared/protocol/program.ts'
import { WaitTimes } from '#shared/state/wait-times.ts'

type Known = Pick<Moment, 'processes' | 'calls' | 'rows' | 'more' | 'people' | 'frozen' | 'unread'>

/** The rows, and when each was last told: its timer has run since. */
class Rows {
  readonly told = new Map<string, { readonly row: KernelRow; readonly t: number }>()
  more = 0

  /** @param t microseconds */
  at(t: number): KernelRow[] {
    return [...this.told.values()].map(({ row, t: then }) =>
      row.timer ? { ...row, timer: { ...row.timer, ms: Math.max(0, row.timer.ms - (t - then) / 1000) } } : row,
    )
  }
}

/** Of which kinds the observations begin with the run: since when the first of them is what it is, is known. */
export interface FromTheStart {
  readonly places: boolean
  readonly rows: boolean
}

/**
 * @param observations by number, the first of each kind of change a whole one @param t the moment, microseconds
 * Of what the first of a kind already has, nobody knows since when, unless that kind begins with the run.
 */
export function known(observations: readonly Observation[], t: number, fromTheStart: FromTheStart): Known {
  const waits = new WaitTimes()
  let rows: Rows | null = null
  let people: Map<number, PersonSeen> | null = null
  let processes: readonly ProcessView[] | null = null
  let frozen = false
  for (const one of observations) {
    const { seen } = one
    if (seen.kind === 'program-moved') {
      if (processes === null && !fromTheStart.places) waits.processes(seen.processes, { after: one.after, at: null })
      else waits.observed(one)
      processes = seen.processes
    } else if (seen.kind === 'sockets-seen') {
      if (rows === null && !fromTheStart.rows) waits.rows(seen.rows, { after: one.after, at: null }, one.t)
      else waits.observed(one)
      rows ??= new Rows()
      if (seen.whole) rows.told.clear()
      for (const key of seen.gone) rows.told.delete(key)
      for (const row of seen.rows) rows.told.set(rowKey(row), { row, t: one.t })
      rows.more = seen.more
    } else {
      people ??= new Map()
      if (seen.whole) people.clear()
      for (const id of seen.gone) people.delete(id)
      for (const person of seen.people) people.set(person.id, person)
      frozen = seen.frozen
    }
  }
  const ids = [...new Set([...(rows?.told.values() ?? [])].flatMap(({ row }) => row.participant ?? []))]
  return {
    processes,
    calls: (processes ?? []).map(({ id }) => ({ process: id, since: waits.inCallSince(id) })),
    rows: rows?.at(t) ?? null,
    more: rows?.more ?? 0,
    people: people && [...people.values()],
    frozen,
    unread: ids.flatMap((id) => {
      const open = waits.unread(id)
      return open ? [{ id, from: open.from, since: open.since, bytes: open.bytes, arrivals: open.arrivals }] : []
    }),
  }
}
