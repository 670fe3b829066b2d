/** Whether the program at the other end of a chat is one of the lab. Counterpart: `server/runtime/lab/deadlock.ts`. Pure. */
import type { Run } from '#shared/protocol/model.ts'
import type { Live } from '../store/contract.ts'
import { aims } from '../store/counterpart.ts'
import { traitsOf } from '../worksheet/traits.ts'

/** True when a chat is blocked in recv from somebody who is certainly no program of the lab. */
export function isForeign(run: Run, live: Live, runs: readonly Run[]): boolean {
  if (!traitsOf(run.program).takesTurns || live.waits.processes[0]?.process.waits?.call !== 'recv') return false
  return !runs.some(
    (other) => other.id !== run.id && other.state === 'running' && (aims(run, other) || aims(other, run)),
  )
}
