/**
 * Where the ladder draws bytes when they arrived in the kernel, the program not having read them: between the rows of the
 * events before and after; what came after the newest event stands in the room below it. Their reading is an event, which
 * has a row of its own. In px from the top of the first row that is drawn. Pure but for the view.
 * Counterparts: `shared/state/wait-times.ts`, which knows them; `Arrivals.svelte`, which draws them.
 */
import type { EventView } from '../store/contract.ts'
import type { Arrival, Unread } from '#shared/state/wait-times.ts'
import type { Strip } from './lifelines.ts'

export interface Placed {
  readonly who: number
  readonly y: number
  readonly arrival: Arrival
  /** Not read to this day: what was read later has its row, and needs fewer words here. */
  readonly waits: boolean
}

/** Below the newest event each arrival has a line of its own, px at the normal text size. */
const LINE = 22
/** The first of them, below the last row. */
const FIRST = 14

type Rows = Pick<EventView, 'rowOf' | 'seqAt'>

/**
 * @param stretches of each participant that has a lane
 * @param tail room below the last row, px; 0 where the last row is not the newest one
 * @returns those on screen, in the order of their times
 */
export function placeArrivals(
  view: Rows,
  { first, last, rowHeight }: Strip,
  stretches: ReadonlyMap<number, readonly Unread[]>,
  tail: number,
  scale: number,
): Placed[] {
  if (last < first) return []
  const height = (last - first + 1) * rowHeight
  /** The newest event above the screen. */
  const before = view.seqAt(first) - 1
  const all = [...stretches].flatMap(([who, those]) =>
    those.flatMap(({ arrivals, to }) =>
      to < before ? [] : arrivals.map((arrival) => ({ who, arrival, waits: to === Infinity })),
    ),
  )
  const below: typeof all = []
  const placed: Placed[] = []
  for (const one of all.sort((a, b) => inTime(a.arrival, b.arrival))) {
    const { who, arrival, waits } = one
    if (arrival.after < before) continue
    const row = view.rowOf(arrival.after + 1)
    if (row > last) {
      if (tail > 0) below.push(one)
    } else {
      placed.push({ who, arrival, waits, y: (row - first) * rowHeight })
    }
  }
  // Where they do not all have room, they stand closer together.
  const step = Math.min(LINE * scale, (tail - FIRST * scale) / Math.max(1, below.length))
  below.forEach(({ who, arrival, waits }, n) =>
    placed.push({ who, arrival, waits, y: Math.round(height + FIRST * scale + n * Math.max(0, step)) }),
  )
  return placed
}

const inTime = (a: Arrival, b: Arrival): number => a.after - b.after || (a.at ?? 0) - (b.at ?? 0)
