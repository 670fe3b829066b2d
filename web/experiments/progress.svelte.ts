/**
 * Which steps of an experiment were seen, over reloads of the tab and over restarts of its program. Some are over as soon
 * as they have happened, and a run that has ended tells of no kernel. Storage may be forbidden: then a reload forgets.
 */
import { SvelteSet } from 'svelte/reactivity'
import type { Run } from '#shared/protocol/model.ts'
import type { Mark } from './experiments.ts'

const known = new Map<string, SvelteSet<Mark>>()
/** A lab with another data folder gives the same numbers to other runs. */
const keyOf = ({ id, startedAt }: Run): string => `socket-lab.experiment.${id}.${startedAt}`

/** What was seen of the experiment that this run is part of. Reactive. */
export function seenIn(run: Run): ReadonlySet<Mark> {
  return progress(run)
}

export function see(run: Run, marks: readonly Mark[]): void {
  const seen = progress(run)
  for (const mark of marks) seen.add(mark)
  try {
    sessionStorage.setItem(keyOf(run), JSON.stringify([...seen]))
  } catch {
    // As said above.
  }
}

/** The experiment goes on in another run: its program was restarted. */
export const carryOver = (from: Run, to: Run): void => see(to, [...progress(from)])

function progress(run: Run): SvelteSet<Mark> {
  const key = keyOf(run)
  const found = known.get(key) ?? new SvelteSet(stored(key))
  known.set(key, found)
  return found
}

function stored(key: string): Mark[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]') as Mark[]
  } catch {
    return []
  }
}
