/** The lines of one row of the ladder as SVG path data, in px within the row. Pure. */
import type { Lane, Layout } from './lanes.ts'
import type { Plan } from './plan.ts'

/** A line and what is filled at its ends. */
export interface Stroke {
  readonly line: string
  readonly tips: string
}
export interface Drawing {
  readonly main: Stroke
  /** What the program sent on. */
  readonly fan: Stroke
  /** Where words stand: on the arrow, beside the participant. */
  readonly label: LabelBox
  /** No other lane that gets it stands below the words: there they may take two lines. */
  readonly roomy: boolean
}
/** px */
export interface LabelBox {
  readonly x: number
  readonly width: number
  readonly align: 'start' | 'center' | 'end'
}

/** Half of the program's lane and of a participant's, with the air around them. px */
const PROGRAM_EDGE = 8
const LANE_EDGE = 5
export const HEAD = 8
/** Half of the room that there is for words about the run. */
const PILL = 240
/** What of a row lies above its line and above its fan-out, as shares of its height. */
const MAIN_AT = 0.36
const FAN_AT = 0.8
const MIDDLE = 0.5

const edgeOf = (lane: Lane): number => (lane.kind === 'bundle' ? Math.min(14, lane.width / 4) : LANE_EDGE)
const EMPTY: Stroke = { line: '', tips: '' }

/** An arrow head at x that points to the right (1) or to the left (-1). */
export function head(x: number, y: number, direction: number, size = HEAD): string {
  const back = x - direction * size
  const half = size * 0.55
  return `M${x} ${y}L${back} ${y - half}L${back} ${y + half}Z`
}
function cross(x: number, y: number): string {
  return `M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x - 5} ${y + 5}L${x + 5} ${y - 5}`
}

/** From a lane to the program: where the arrow begins, and where it points. px */
export function way(lane: Lane, program: number): { from: number; to: number } {
  const inward = Math.sign(program - lane.x)
  return { from: lane.x + inward * edgeOf(lane), to: program - inward * PROGRAM_EDGE }
}

function mainStroke(plan: Plan, lane: Lane, program: number, y: number): Stroke {
  const { from: outer, to: inner } = way(lane, program)
  const [from, to] = plan.towards === 'program' ? [outer, inner] : [inner, outer]
  const direction = Math.sign(to - from)
  if (plan.tip === 'cross') {
    // The cross is red and drawn in strokes: it belongs to the line, not to what is filled.
    const at = to - direction * 9
    return { line: `M${from} ${y}H${at - direction * 8}`, tips: cross(at, y) }
  }
  return { line: `M${from} ${y}H${to - direction * HEAD}`, tips: head(to, y, direction) }
}

/** From the program to the farthest receiver on either side, with a head at each receiver. */
function fanStroke(lanes: readonly Lane[], program: number, y: number): Stroke {
  let line = ''
  let tips = ''
  for (const side of [-1, 1]) {
    const here = lanes.filter((lane) => Math.sign(lane.x - program) === side)
    if (here.length === 0) continue
    const ends = here.map((lane) => lane.x - side * edgeOf(lane))
    const farthest = side < 0 ? Math.min(...ends) : Math.max(...ends)
    line += `M${program + side * PROGRAM_EDGE} ${y}H${farthest - side * 6}`
    for (const end of ends) tips += head(end, y, side, 7)
  }
  return { line, tips }
}

/**
 * Draws a row.
 * @param receivers lanes that the program sent the bytes to
 * @param height of the row, px
 */
export function draw(plan: Plan, layout: Layout, receivers: readonly Lane[], height: number): Drawing {
  const { program } = layout
  const lane = layout.laneOf.get(plan.who)
  if (!lane) {
    const width = 2 * Math.min(PILL, program - layout.begin, layout.width - program) - 8
    return { main: EMPTY, fan: EMPTY, label: { x: program - width / 2, width, align: 'center' }, roomy: false }
  }
  const y = Math.round(height * (receivers.length > 0 ? MAIN_AT : MIDDLE))
  const inward = Math.sign(program - lane.x)
  if (plan.shape === 'mark') {
    const width = Math.abs(program - lane.x) - 28
    const x = inward > 0 ? lane.x + 14 : lane.x - 14 - width
    return { main: EMPTY, fan: EMPTY, label: { x, width, align: inward > 0 ? 'start' : 'end' }, roomy: false }
  }
  const from = lane.x + inward * (edgeOf(lane) + (plan.dashed && lane.kind !== 'bundle' ? 20 : 8))
  const to = program - inward * (PROGRAM_EDGE + HEAD + 6)
  return {
    main: mainStroke(plan, lane, program, y),
    fan: fanStroke(receivers, program, Math.round(height * FAN_AT)),
    label: {
      x: Math.min(from, to),
      width: Math.abs(to - from),
      align: inward > 0 ? 'start' : 'end',
    },
    roomy: !receivers.some(
      ({ x }) => Math.sign(program - x) === inward && Math.abs(program - x) < Math.abs(program - lane.x),
    ),
  }
}
