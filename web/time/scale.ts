/**
 * The strip of a run's whole life: where on it a moment lies, and how much happened in each part of it. Pure. Counterpart:
 * `server/study/moment/timeline.ts`, which gives the points.
 */

/** `seq` and `t` (microseconds) of an event. */
export type Point = readonly [seq: number, t: number]

/** A silence of which only the beginning is drawn. */
export interface Cut {
  /** From 0 to 1: where the strip is broken. */
  readonly x: number
  /** Microseconds that are left out. */
  readonly left: number
}

export interface Scale {
  /** From 0 to 1. @param t microseconds */
  x(t: number): number
  /** Microseconds. @param x from 0 to 1 */
  t(x: number): number
  readonly cuts: readonly Cut[]
}

/** A stretch of time, as long as it is (`from`, `to`) and as long as it is drawn (`at`, `drawn`). Microseconds. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly at: number
  readonly drawn: number
}

/**
 * @param end of the run, or now: microseconds @param limit what a silence is drawn as at most, microseconds; null: all of it.
 * Only what lies between two events that follow one another is a silence.
 */
export function scaleOf(points: readonly Point[], end: number, limit: number | null): Scale {
  const marks: Point[] = [[0, 0], ...points, [(points.at(-1)?.[0] ?? 0) + 1, Math.max(end, points.at(-1)?.[1] ?? 0)]]
  const stretches: Stretch[] = []
  const cuts: { at: number; left: number }[] = []
  let at = 0
  for (let i = 0; i + 1 < marks.length; i++) {
    const [[before, from], [after, to]] = [marks[i]!, marks[i + 1]!]
    const silent = after - before === 1
    const drawn = limit !== null && silent ? Math.min(limit, to - from) : to - from
    if (drawn < to - from) cuts.push({ at: at + drawn, left: to - from - drawn })
    stretches.push({ from, to, at, drawn })
    at += drawn
  }
  const whole = Math.max(1, at)
  const clamp = (x: number): number => Math.min(1, Math.max(0, x))
  return {
    x(t) {
      const one = stretches.findLast(({ from }) => from <= t)
      return one ? clamp((one.at + Math.min(one.drawn, t - one.from)) / whole) : 0
    },
    t(x) {
      const drawn = clamp(x) * whole
      // Where a silence is cut, one place is two times: that of the event after it is meant, also where a fraction is lost.
      const one = stretches.findLast((stretch) => stretch.at <= drawn + whole * 1e-9)
      return one ? Math.round(one.from + Math.max(0, Math.min(drawn - one.at, one.to - one.from))) : 0
    },
    cuts: cuts.map((cut) => ({ x: cut.at / whole, left: cut.left })),
  }
}

/**
 * How many events each part of the strip has. Between two points they lie evenly, as far as anybody knows.
 * @param count of parts
 */
export function barsOf(points: readonly Point[], scale: Scale, count: number): number[] {
  const edges = Array.from({ length: count + 1 }, (_, i) => countAt(points, scale.t(i / count)))
  // An event at the very beginning or end belongs to the part beside it.
  edges[0] = 0
  edges[count] = points.at(-1)?.[0] ?? 0
  return edges.slice(1).map((to, i) => to - edges[i]!)
}

/** How many events had happened before this time, in parts where that is not known exactly. */
function countAt(points: readonly Point[], t: number): number {
  const i = points.findLastIndex((point) => point[1] < t)
  if (i < 0) return 0
  const [before, after] = [points[i]!, points[i + 1]]
  // Those between two points lie evenly; the later one itself has not happened yet.
  if (!after || after[0] - before[0] === 1) return before[0]
  return before[0] + ((t - before[1]) / (after[1] - before[1])) * (after[0] - before[0] - 1)
}

/** When this event happened, microseconds; between two points as if they lay evenly. */
export function timeOf(points: readonly Point[], seq: number): number {
  const i = points.findLastIndex((point) => point[0] <= seq)
  if (i < 0) return 0
  const [before, after] = [points[i]!, points[i + 1]]
  if (!after) return before[1]
  return before[1] + ((seq - before[0]) / (after[0] - before[0])) * (after[1] - before[1])
}
