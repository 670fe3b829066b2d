/**
 * What the foot of the ladder says of this moment: a cell for the program and for each participant. Pure. Counterparts:
 * `NowRow.svelte` draws it, `store/waits.ts` knows since when. Invariant: a cell is amber only where bytes or people wait.
 */
import type { Participant } from '#shared/protocol/model.ts'
import type { LiveState, Waiting } from '#shared/protocol/program.ts'
import { WAITS_AFTER_MS, type Unread } from '../store/waits.ts'

/**
 * unaccepted: connected, and the program has not accepted it; unread: its bytes wait; awaited: the others wait for it;
 * next: nothing of it waits, it is not its turn; quiet: read as it speaks.
 */
export type CellKind = 'unaccepted' | 'unread' | 'awaited' | 'next' | 'quiet'
export interface Cell {
  readonly id: number
  readonly kind: CellKind
  readonly bytes: number
  /** How long it has lasted, ms; null where that is not known, or where nothing waits. */
  readonly ms: number | null
}

/** What the run knows, as far as it is asked here. */
export interface Told {
  readonly live: LiveState | null
  readonly people: readonly Participant[]
  readonly unread: (id: number) => Unread | null
  /** The run's clock at which a process entered its call, ms. */
  readonly inCallSince: (process: string) => number | null
  /** For how long nothing of what waits for somebody was taken, ms. */
  readonly stalledFor: (one: Participant) => number | null
  /** The run's clock, ms. */
  readonly clock: number
}

const elapsed = (clock: number, since: number | null): number | null =>
  since === null ? null : Math.max(0, clock - since)

/** The call that the program is in, of its main process; null while it runs or where it is not known. */
export const standsIn = (live: LiveState | null): Waiting | null => live?.processes[0]?.waits ?? null

/** Whom a process reads or writes now. */
const served = (live: LiveState | null, id: number): boolean =>
  live?.processes.some(({ waits }) => waits?.who === id && (waits.call === 'recv' || waits.call === 'sendall')) ?? false

/** Cells of all who are there, by participant. */
export function cellsOf(told: Told): ReadonlyMap<number, Cell> {
  const { live, people, clock } = told
  const here = people.filter(({ state }) => state !== 'closed')
  const waits = standsIn(live)
  const cells = new Map<number, Cell>()
  for (const one of here) {
    const unread = told.unread(one.id)
    const bytes = unread?.bytes ?? 0
    const ms = unread ? elapsed(clock, unread.since) : null
    const kind: CellKind =
      one.state === 'waiting'
        ? 'unaccepted'
        : bytes > 0 && (one.paused || ms === null || ms >= WAITS_AFTER_MS)
          ? 'unread'
          : one.paused && !served(live, one.id)
            ? 'next'
            : 'quiet'
    cells.set(one.id, { id: one.id, kind, bytes, ms })
  }
  const somebodyWaits = [...cells.values()].some(({ kind }) => kind === 'unaccepted' || kind === 'unread')
  for (const one of here) {
    const stalled = told.stalledFor(one)
    const othersWait = people.some(({ waitsFor }) => waitsFor?.includes(one.id))
    if (stalled !== null && stalled >= WAITS_AFTER_MS && othersWait) {
      cells.set(one.id, { id: one.id, kind: 'awaited', bytes: one.queued, ms: stalled })
    } else if (somebodyWaits && waits?.who === one.id && (waits.call === 'recv' || waits.call === 'sendall')) {
      const bytes = waits.call === 'sendall' ? one.queued : (told.unread(one.id)?.bytes ?? 0)
      cells.set(one.id, { id: one.id, kind: 'awaited', bytes, ms: elapsed(clock, told.inCallSince('main')) })
    }
  }
  return cells
}

/** How long the program has been in its call, ms. */
export const blockedFor = ({ clock, inCallSince }: Pick<Told, 'clock' | 'inCallSince'>): number | null =>
  elapsed(clock, inCallSince('main'))

/** Several cells in the room of one: how many of them wait, with how many bytes, the longest of all. */
export function together(cells: readonly Cell[]): { waiting: number; bytes: number; ms: number | null } {
  const waiting = cells.filter(({ kind }) => kind === 'unread' || kind === 'unaccepted' || kind === 'awaited')
  const times = waiting.flatMap(({ ms }) => ms ?? [])
  return {
    waiting: waiting.length,
    bytes: waiting.reduce((sum, { bytes }) => sum + bytes, 0),
    ms: times.length > 0 ? Math.max(...times) : null,
  }
}
