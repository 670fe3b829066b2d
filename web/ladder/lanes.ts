/**
 * Where the lanes of the ladder stand: the program in the middle, half of the participants on either side.
 * A lane that is on screen keeps its side, so that nothing jumps across the program while it is read. Where there are
 * too many, quiet ones fold into stripes, and crowds of quiet ones into bundles.
 * Invariant: every id that is given has exactly one lane, and lanes do not overlap.
 */

/** open: named; stripe: one quiet participant; bundle: many of them. */
export type LaneKind = 'open' | 'stripe' | 'bundle'
export interface Lane {
  readonly ids: readonly number[]
  readonly kind: LaneKind
  /** Middle of the lane, px. */
  readonly x: number
  readonly width: number
}
export interface Layout {
  readonly left: readonly number[]
  readonly right: readonly number[]
  readonly lanes: readonly Lane[]
  /** Middle of the program's lane, px. */
  readonly program: number
  readonly programWidth: number
  /** Where the lanes begin, behind the time. px */
  readonly begin: number
  /** Width of the whole ladder, px; wider than the screen where it scrolls sideways. */
  readonly width: number
  readonly laneOf: ReadonlyMap<number, Lane>
}
export interface Wanted {
  /** Everybody who is to be seen, by id. */
  readonly ids: readonly number[]
  /** Those whose lanes stay open whatever the crowd. */
  readonly open: ReadonlySet<number>
  /** Space for lanes and what is left of them for the time, px. */
  readonly available: number
  readonly timeWidth: number
  /** 1 at the normal text size. */
  readonly scale: number
  /** On a narrow screen: the one participant that has a lane; the others share one. */
  readonly only?: number | null
}

/** Up to so many participants nobody folds. */
export const ALL_OPEN = 8
/** So many open lanes at most, however many act; in a crowd only as many as fit the screen, but at least so few. */
const MOST_OPEN = 12
const FEWEST_OPEN = 3
const MIN_LANE = 64
/** The program is named, with its port. */
const MIN_PROGRAM = 104
const MAX_LANE = 280
const STRIPE = 18
const BUNDLE = 52
/** Up to so many quiet ones, each keeps a stripe of its own. */
const STRIPES = 24

/** Shares participants out: who has a side keeps it, newcomers go where there is more room, by id. */
export function sides(
  ids: readonly number[],
  before?: Pick<Layout, 'left' | 'right'>,
): { left: number[]; right: number[] } {
  const here = new Set(ids)
  const left = before?.left.filter((id) => here.has(id)) ?? []
  const right = before?.right.filter((id) => here.has(id)) ?? []
  if (Math.abs(left.length - right.length) > 2 || left.length + right.length === 0) {
    const half = Math.ceil(ids.length / 2)
    return { left: ids.slice(0, half), right: ids.slice(half) }
  }
  const placed = new Set([...left, ...right])
  for (const id of ids) if (!placed.has(id)) (left.length <= right.length ? left : right).push(id)
  const inOrder = (a: number, b: number): number => a - b
  return { left: left.sort(inOrder), right: right.sort(inOrder) }
}

/**
 * Whose lanes are open in a crowd: those who act on screen, as many as can be told apart; where few act, those who did
 * so lately stay open, so that lanes do not open and shut with every row.
 * @param acting on screen, the latest first
 * @param lately who was open before, the latest first
 * @param most open lanes
 */
export function openLanes(acting: readonly number[], lately: readonly number[], most = MOST_OPEN): number[] {
  const stay = lately.filter((id) => acting.includes(id))
  const fresh = acting.filter((id) => !lately.includes(id))
  const open = [...stay, ...fresh].slice(0, most)
  return [...new Set([...open, ...lately])].slice(0, Math.max(open.length, Math.min(most, ALL_OPEN)))
}

/** How many lanes may be open. @param space for lanes, px at the normal text size */
export function mostOpen(people: number, space: number): number {
  if (people <= STRIPES) return MOST_OPEN
  // The program takes a lane, and every open lane may part two bundles.
  return Math.max(FEWEST_OPEN, Math.min(MOST_OPEN, Math.floor((space - MIN_PROGRAM - BUNDLE) / (MIN_LANE + BUNDLE))))
}

type Slot = Pick<Lane, 'ids' | 'kind'>

/** Folds a side: open lanes stay, runs of quiet ones become stripes or, in a crowd, one bundle each. */
function fold(ids: readonly number[], isOpen: (id: number) => boolean, crowd: boolean): Slot[] {
  const slots: Slot[] = []
  let quiet: number[] = []
  const flush = (): void => {
    if (crowd && quiet.length > 1) slots.push({ ids: quiet, kind: 'bundle' })
    else for (const id of quiet) slots.push({ ids: [id], kind: 'stripe' })
    quiet = []
  }
  for (const id of ids) {
    if (!isOpen(id)) quiet.push(id)
    else {
      flush()
      slots.push({ ids: [id], kind: 'open' })
    }
  }
  flush()
  return slots
}

/** Gives each participant a lane, a stripe or a place in a bundle, px at the normal text size. @param before keeps who stood where */
export function layOut(wanted: Wanted, before?: Layout): Layout {
  const { left, right } = sides(wanted.ids, before)
  const { only } = wanted
  if (only !== undefined) {
    const others = wanted.ids.filter((id) => id !== only)
    const chosen: Slot[] = only !== null && wanted.ids.includes(only) ? [{ ids: [only], kind: 'open' }] : []
    return placeNarrow(wanted, left, right, chosen, others.length > 0 ? [{ ids: others, kind: 'bundle' }] : [])
  }
  const isOpen = (id: number): boolean => wanted.ids.length <= ALL_OPEN || wanted.open.has(id)
  const crowd = wanted.ids.filter((id) => !isOpen(id)).length > STRIPES
  return place(wanted, left, right, fold(left, isOpen, crowd), fold(right, isOpen, crowd))
}

/** The chosen one at the left border, the others at the right one: all the room between is for words. */
function placeNarrow(
  { available: width, timeWidth, scale }: Wanted,
  left: readonly number[],
  right: readonly number[],
  chosen: readonly Slot[],
  others: readonly Slot[],
): Layout {
  const edge = 16 * scale
  const programWidth = 96 * scale
  const program = Math.round(timeWidth + (width - timeWidth) * 0.47)
  const lanes = [
    ...chosen.map((slot) => ({ ...slot, x: Math.round(timeWidth + edge), width: 2 * edge })),
    ...others.map((slot) => ({ ...slot, x: Math.round(width - edge), width: 2 * edge })),
  ]
  return { left, right, lanes, program, programWidth, begin: timeWidth, width, laneOf: byId(lanes) }
}

function byId(lanes: readonly Lane[]): Map<number, Lane> {
  return new Map(lanes.flatMap((lane) => lane.ids.map((id) => [id, lane] as const)))
}

function place(
  { available, timeWidth, scale }: Wanted,
  left: readonly number[],
  right: readonly number[],
  leftSlots: readonly Slot[],
  rightSlots: readonly Slot[],
): Layout {
  const foldedWidth = (slot: Slot): number => (slot.kind === 'stripe' ? STRIPE : BUNDLE) * scale
  const isOpen = (slot: Slot): boolean => slot.kind === 'open'
  const openOf = (slots: readonly Slot[]): number => slots.filter(isOpen).length
  // An empty side keeps a column, so that the program stays in the middle and its console has room.
  const columns = Math.max(1, openOf(leftSlots)) + Math.max(1, openOf(rightSlots))
  const foldedTotal = [...leftSlots, ...rightSlots]
    .filter((slot) => !isOpen(slot))
    .reduce((sum, slot) => sum + foldedWidth(slot), 0)
  const space = available - timeWidth - foldedTotal
  const even = space / (columns + 1)
  const room = Math.min(even, (space - MIN_PROGRAM * scale) / columns)
  const column = Math.min(MAX_LANE * scale, Math.max(MIN_LANE * scale, room))
  const programWidth = Math.max(MIN_PROGRAM * scale, column)
  const lanesWidth = foldedTotal + columns * column + programWidth
  const width = Math.max(available, timeWidth + lanesWidth)

  let x = timeWidth + (width - timeWidth - lanesWidth) / 2
  const lanes: Lane[] = []
  const advance = (slots: readonly Slot[]): void => {
    for (const slot of slots) {
      const own = isOpen(slot) ? column : foldedWidth(slot)
      lanes.push({ ...slot, x: Math.round(x + own / 2), width: own })
      x += own
    }
  }
  if (openOf(leftSlots) === 0) x += column
  advance(leftSlots)
  const program = Math.round(x + programWidth / 2)
  x += programWidth
  advance(rightSlots)
  return {
    left,
    right,
    lanes,
    program,
    programWidth,
    begin: timeWidth,
    width: Math.floor(width),
    laneOf: byId(lanes),
  }
}

/** Where words about the program stand, px. */
export const programCell = ({ program, programWidth }: Layout): { left: number; width: number } => ({
  left: program - programWidth / 2,
  width: programWidth,
})

/**
 * Where words about a lane may stand, px. On a narrow screen lanes are at the borders, and their words beside them.
 * @param narrow one lane is shown, the others share one
 */
export function cellOf(layout: Layout, { x, width }: Lane, narrow: boolean): { left: number; width: number } {
  if (!narrow) return { left: x - width / 2, width }
  const { program, programWidth } = layout
  const inner = program + (x < program ? -1 : 1) * (programWidth / 2)
  return x < program ? { left: x - 8, width: inner - x + 8 } : { left: inner, width: x + width / 2 - inner }
}
