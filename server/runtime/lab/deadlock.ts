/**
 * Finds two programs of the lab that wait for one another: each blocked in recv from the connection whose other end the
 * other one holds, with nothing under way between them. Counterpart: `deadlock-watch.ts`, which asks after changes.
 * Only what the lab sees is said: of a program that is not the lab's own, nobody here knows what it waits for.
 */
import type { Connection } from '../../endpoints/port.ts'
import type { LiveRun } from './live-run.ts'

/** The run at the other end of the connection that this one waits for, when that one waits for this. */
export function deadlockedWith(run: LiveRun, runs: Iterable<LiveRun>): LiveRun | null {
  const mine = run.waitsFor
  if (!mine) return null
  for (const other of runs) {
    const theirs = other.waitsFor
    if (!theirs || other === run) continue
    const sameConnection = same(theirs.local, mine.remote) && same(theirs.remote, mine.local)
    // Both programs read: what the kernel had for them would have been given to them in this turn of the event loop.
    if (sameConnection && mine.queued === 0 && theirs.queued === 0) return other
  }
  return null
}

const same = (a: Connection['local'], b: Connection['local']): boolean => a.port === b.port && a.host === b.host
