/**
 * What the foot of the ladder says of this moment: a cell for the program and for each participant. Pure. Counterparts:
 * `NowRow.svelte` draws it, `shared/state/waits.ts` says who waits, `shared/state/wait-times.ts` since when. Invariant: a cell is amber only where bytes or people wait.
 */
import type { Participant } from '#shared/protocol/model.ts'
import type { LiveState, Waiting } from '#shared/protocol/program.ts'
import type { WaitFor, Waits } from '#shared/state/waits.ts'
import { WAITS_AFTER_US, type Unread } from '#shared/state/wait-times.ts'

/**
 * unaccepted: connected, and the program has not accepted it; unread: its bytes wait; awaited: the others wait for it;
 * next: nothing of it waits, it is not its turn; quiet: read as it speaks.
 */
export type CellKind = 'unaccepted' | 'unread' | 'awaited' | 'next' | 'quiet' | 'silent'
export interface Cell {
  readonly id: number
  readonly kind: CellKind
  readonly bytes: number
  /** How long it has lasted, ms; null where that is not known, or where nothing waits. */
  readonly ms: number | null
}

/** What the run knows, as far as it is asked here. */
export interface Told {
  readonly waits: Waits
  readonly live: LiveState | null
  readonly people: readonly Participant[]
  readonly unread: (id: number) => Unread | null
  /** The run's clock at which a process entered its call, microseconds. */
  readonly inCallSince: (process: string) => number | null
  /** The run's clock, microseconds. */
  readonly clock: number
}

const elapsed = (clock: number, since: number | null): number | null =>
  since === null ? null : Math.max(0, clock - since) / 1000

/** The call that the program is in, of its main process; null while it runs or where it is not known. */
export const standsIn = (live: LiveState | null): Waiting | null => live?.processes[0]?.waits ?? null

function kindOf(waits: WaitFor | null, lasts: boolean): CellKind {
  if (waits?.for === 'accept') return 'unaccepted'
  if (lasts) return 'unread'
  return waits?.for === 'turn' ? 'next' : 'quiet'
}

/** Cells of all who are there, by participant. */
export function cellsOf(told: Told): ReadonlyMap<number, Cell> {
  const { live, people, clock } = told
  const here = people.filter(({ state }) => state !== 'closed')
  const cells = new Map<number, Cell>()
  for (const one of here) {
    const { waits } = told.waits.of(one.id)
    const unread = told.unread(one.id)
    const lasts = unread !== null && (one.paused || unread.since === null || clock - unread.since >= WAITS_AFTER_US)
    const kind = waits?.for === 'silence' ? 'silent' : kindOf(waits, lasts)
    cells.set(one.id, { id: one.id, kind, bytes: unread?.bytes ?? 0, ms: unread && elapsed(clock, unread.since) })
  }
  const somebodyWaits = [...cells.values()].some(({ kind }) => kind === 'unaccepted' || kind === 'unread')
  const call = standsIn(live)
  for (const one of here) {
    const { waits, since } = told.waits.of(one.id)
    if (waits?.for === 'taking' && waits.waiting.length > 0) {
      cells.set(one.id, { id: one.id, kind: 'awaited', bytes: one.queued, ms: elapsed(clock, since) })
    } else if (
      !told.waits.frozen &&
      // It is the teacher whom the others wait for.
      waits?.for !== 'silence' &&
      somebodyWaits &&
      call?.who === one.id &&
      (call.call === 'recv' || call.call === 'sendall')
    ) {
      const bytes = call.call === 'sendall' ? one.queued : (told.unread(one.id)?.bytes ?? 0)
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
