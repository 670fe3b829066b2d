/**
 * How the events of a run lie in time, by a bounded number of reads: the widest stretch of time is halved, by number, until they
 * are used up. What is still is thereby told exactly, and what is busy by its two ends.
 */
import type { Timeline } from '#shared/protocol/moment.ts'
import type { Asker, Journal } from '../../journal/port.ts'

type Point = readonly [seq: number, t: number]

/** @param points how many are told at most @throws what the journal's reads reject with */
export async function timelineOf(
  journal: Pick<Journal, 'read'>,
  run: { readonly id: string; readonly lastSeq: number },
  points: number,
  asker: Asker,
): Promise<Timeline> {
  const at = async (seq: number): Promise<Point> => {
    const { entries } = await journal.read({ run: run.id, after: seq - 1, limit: 1, preview: 0 }, asker)
    return [seq, entries[0]?.t ?? 0]
  }
  if (run.lastSeq === 0) return { points: [] }
  const told: Point[] = [await at(1)]
  if (run.lastSeq > 1) told.push(await at(run.lastSeq))
  while (told.length < points) {
    const widest = widestOf(told)
    if (widest === null) break
    const [before, after] = [told[widest]!, told[widest + 1]!]
    told.splice(widest + 1, 0, await at(Math.floor((before[0] + after[0]) / 2)))
  }
  return { points: told.map(([seq, t]) => [seq, t]) }
}

/** Where the widest stretch of time begins between whose ends there are events; null where there is none left. */
function widestOf(points: readonly Point[]): number | null {
  let [widest, found] = [-1, null as number | null]
  for (let i = 0; i + 1 < points.length; i++) {
    const [before, after] = [points[i]!, points[i + 1]!]
    const width = after[1] - before[1]
    if (after[0] - before[0] > 1 && width > widest) [widest, found] = [width, i]
  }
  return found
}
