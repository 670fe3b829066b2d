/** Markers of a run, as the browser remembers them: moments in microseconds, in order, each of them once. Pure. Counterpart: `TimeMachine.svelte`. */

/** So many are remembered of a run. */
const MOST = 100

/** Those that were remembered; what is damaged, or was written by something else, is passed over. */
export function markersIn(remembered: string | null): number[] {
  const kept = parsed(remembered ?? '[]')
  return inOrder(Array.isArray(kept) ? kept.filter(isMoment) : [])
}

/** Adds a marker, or takes away the one that is there. @param isHere whether a marker is near enough to be meant */
export function toggled(markers: readonly number[], at: number, isHere: (marker: number) => boolean): number[] {
  const here = markers.find(isHere)
  return here === undefined ? inOrder([...markers, at]) : markers.filter((one) => one !== here)
}

/** The next one after a moment, or before it; undefined where there is none. */
export const nextOf = (markers: readonly number[], at: number, by: 1 | -1): number | undefined =>
  by === 1 ? markers.find((one) => one > at + 1) : markers.findLast((one) => one < at - 1)

const isMoment = (one: unknown): one is number => Number.isFinite(one) && (one as number) >= 0

const inOrder = (moments: readonly number[]): number[] => [...new Set(moments)].sort((a, b) => a - b).slice(0, MOST)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
