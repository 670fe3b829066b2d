/**
 * Finds two programs of the lab that wait for each other: each is blocked in recv on the connection between them, and
 * nothing is under way. Counterpart: `deadlock-watch.ts`, which asks after changes. Reports only what the lab sees: it
 * does not know what a foreign program waits for.
 */
import type { Connection } from '../../endpoints/port.ts'
import type { LiveRun } from './live-run.ts'

/** The run that this one waits for, if that one waits for this one too. */
export function deadlockedWith(run: LiveRun, runs: Iterable<LiveRun>): LiveRun | null {
  const mine = run.waitsFor
  if (!mine) return null
  for (const other of runs) {
    const theirs = other.waitsFor
    if (!theirs || other === run) continue
    const sameConnection = same(theirs.local, mine.remote) && same(theirs.remote, mine.local)
    // Both programs read: bytes in the kernel would have reached them in this turn of the event loop.
    if (sameConnection && mine.queued === 0 && theirs.queued === 0) return other
  }
  return null
}

const same = (a: Connection['local'], b: Connection['local']): boolean => a.port === b.port && a.host === b.host
