/**
 * Since when what waits waits: bytes that the program has not read, a participant at a time, and the call that each of its
 * processes is in. A fold over what the lab observes, in the order of its clock. Pure. Counterpart:
 * `web/store/wait-times-view.svelte.ts`. Invariant: a time that was not seen to begin is null, never a guess.
 */
import { rowKey, type KernelRow } from '../model/kernel.ts'
import type { Observation } from '../protocol/observations.ts'
import type { ProcessView } from '../protocol/program.ts'
import { unreadIn } from './waits.ts'

/** Bytes that wait for the program to read them. */
export interface Unread {
  /** The newest event when they were first seen. */
  readonly from: number
  /** The newest event when they were there no more; Infinity while they wait. */
  readonly to: number
  /** The run's clock then, microseconds; null where they were there when one began to look. */
  readonly since: number | null
  readonly bytes: number
  /** What came, in order; the first of them began the wait. */
  readonly arrivals: readonly Arrival[]
}

/** Bytes that came while the program read nothing of the participant. */
export interface Arrival {
  /** The newest event then. */
  readonly after: number
  /** The run's clock, microseconds; null where it is not known. */
  readonly at: number | null
  readonly bytes: number
}

/** What is read within this was not waited for, microseconds: the tables are looked at a few times a second. */
export const WAITS_AFTER_US = 1_000_000
/** Stretches kept of a participant. */
const KEPT = 32
/** Arrivals told apart within a stretch: whoever goes on after them adds to the last. */
const APART = 6
/** What comes within this of the last belongs to it, microseconds. */
const TOGETHER_US = 300_000

interface Moment {
  /** Sequence number of the newest event. */
  readonly after: number
  /** The run's clock, microseconds; null where what is seen began at some time before. */
  readonly at: number | null
}

export class WaitTimes {
  #rows = new Map<string, KernelRow>()
  readonly #open = new Map<number, Unread>()
  readonly #past = new Map<number, Unread[]>()
  readonly #calls = new Map<string, { what: string; since: number | null }>()

  /** All rows of the moment. @param clock when bytes that are gone went, where `at` says nothing of that */
  rows(rows: readonly KernelRow[], moment: Moment, clock = moment.at): void {
    this.#rows = new Map(rows.map((row) => [rowKey(row), row]))
    this.#look(moment, clock)
  }

  processes(processes: readonly ProcessView[], { at }: Moment): void {
    const here = new Set<string>()
    for (const { id, waits } of processes) {
      here.add(id)
      const what = JSON.stringify(waits)
      if (this.#calls.get(id)?.what !== what) this.#calls.set(id, { what, since: at })
    }
    for (const id of this.#calls.keys()) if (!here.has(id)) this.#calls.delete(id)
  }

  /** One observation of the journal. */
  observed({ after, t, seen }: Observation): void {
    const moment = { after, at: t }
    if (seen.kind === 'program-moved') return this.processes(seen.processes, moment)
    if (seen.kind !== 'sockets-seen') return
    if (seen.whole) this.#rows.clear()
    for (const key of seen.gone) this.#rows.delete(key)
    for (const row of seen.rows) this.#rows.set(rowKey(row), row)
    this.#look(moment, moment.at)
  }

  unread(id: number): Unread | null {
    return this.#open.get(id) ?? null
  }
  /** Those that were read, and the one that lasts. */
  stretches(id: number): Unread[] {
    const open = this.#open.get(id)
    return [...(this.#past.get(id) ?? []), ...(open ? [open] : [])]
  }
  /** The run's clock when a process entered the call that it is in, microseconds; null where that is not known. */
  inCallSince(process: string): number | null {
    return this.#calls.get(process)?.since ?? null
  }
  /** Something of it began before one looked. */
  get lacksTimes(): boolean {
    return [...this.#open.values(), ...this.#calls.values()].some(({ since }) => since === null)
  }

  #look({ after, at }: Moment, clock: number | null): void {
    const now = new Map<number, number>()
    for (const row of this.#rows.values()) {
      if (row.participant === null || row.side !== 'program') continue
      const bytes = unreadIn(row)
      if (bytes > 0) now.set(row.participant, bytes)
    }
    for (const [id, bytes] of now) {
      const open = this.#open.get(id)
      const came = { after, at, bytes: bytes - (open?.bytes ?? 0) }
      this.#open.set(
        id,
        open
          ? { ...open, bytes, arrivals: came.bytes > 0 ? joined(open.arrivals, came) : open.arrivals }
          : { from: after, to: Infinity, since: at, bytes, arrivals: [came] },
      )
    }
    for (const [id, open] of this.#open) {
      if (now.has(id)) continue
      this.#open.delete(id)
      if (open.since !== null && clock !== null && clock - open.since < WAITS_AFTER_US) continue
      this.#past.set(id, [...(this.#past.get(id) ?? []), { ...open, to: after }].slice(-KEPT))
    }
  }
}

/** The arrivals with one more. */
function joined(arrivals: readonly Arrival[], came: Arrival): readonly Arrival[] {
  const last = arrivals.at(-1)
  if (!last) return [came]
  const soon = last.at !== null && came.at !== null && came.at - last.at < TOGETHER_US
  if (!soon && arrivals.length < APART) return [...arrivals, came]
  return [...arrivals.slice(0, -1), { ...last, bytes: last.bytes + came.bytes }]
}
