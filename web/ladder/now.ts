/**
 * What the foot of the ladder says of this moment: a cell for the program and for each participant. Pure. Counterparts:
 * `NowRow.svelte` draws it, `shared/state/waits.ts` says who waits, for what and since when. Invariant: a cell is amber only where
 * bytes or people wait.
 */
import type { Participant } from '#shared/protocol/model.ts'
import type { Waiting } from '#shared/protocol/program.ts'
import type { PersonWaits, Waits } from '#shared/state/waits.ts'
import { WAITS_AFTER_US } from '#shared/state/wait-times.ts'

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
  readonly people: readonly Pick<Participant, 'id' | 'state'>[]
  /** The run's clock, microseconds. */
  readonly clock: number
}

const elapsed = (clock: number, since: number | null): number | null =>
  since === null ? null : Math.max(0, clock - since) / 1000

/** The call that the program is in, of its main process; null while it runs or where it is not known. */
export const standsIn = (waits: Waits): Waiting | null => waits.processes[0]?.process.waits ?? null

/** Its bytes wait: those that are read within a second were not waited for. */
function isUnread({ unread, unreadSince, isRead }: PersonWaits, clock: number): boolean {
  if (unread === null || unread === 0) return false
  return !isRead || unreadSince === null || clock - unreadSince >= WAITS_AFTER_US
}

function kindOf(known: PersonWaits, clock: number): CellKind {
  const { waits } = known
  if (waits?.for === 'accept') return 'unaccepted'
  if (waits?.for === 'silence') return 'silent'
  if (isUnread(known, clock)) return 'unread'
  return waits?.for === 'turn' ? 'next' : 'quiet'
}

/** Cells of all who are there, by participant. */
export function cellsOf(told: Told): ReadonlyMap<number, Cell> {
  const { people, clock } = told
  const here = people.filter(({ state }) => state !== 'closed')
  const cells = new Map<number, Cell>()
  for (const one of here) {
    const known = told.waits.of(one.id)
    const { unread, unreadSince } = known
    const kind = kindOf(known, clock)
    cells.set(one.id, { id: one.id, kind, bytes: unread ?? 0, ms: unread ? elapsed(clock, unreadSince) : null })
  }
  const somebodyWaits = [...cells.values()].some(({ kind }) => kind === 'unaccepted' || kind === 'unread')
  const call = standsIn(told.waits)
  for (const one of here) {
    const { waits, since, queued, unread } = told.waits.of(one.id)
    if (waits?.for === 'taking' && waits.waiting.length > 0) {
      cells.set(one.id, { id: one.id, kind: 'awaited', bytes: queued, ms: elapsed(clock, since) })
    } else if (
      !told.waits.frozen &&
      // It is the teacher whom the others wait for.
      waits?.for !== 'silence' &&
      somebodyWaits &&
      call?.who === one.id &&
      (call.call === 'recv' || call.call === 'sendall')
    ) {
      const bytes = call.call === 'sendall' ? queued : (unread ?? 0)
      cells.set(one.id, { id: one.id, kind: 'awaited', bytes, ms: blockedFor(told) })
    }
  }
  return cells
}

/** How long the program has been in its call, ms. */
export const blockedFor = ({ clock, waits }: Pick<Told, 'clock' | 'waits'>): number | null =>
  elapsed(clock, waits.processes.find(({ process }) => process.id === 'main')?.since ?? null)

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
