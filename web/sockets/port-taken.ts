/** Refusals of a port that a run of this lab has. Pure. Counterpart: `server/runtime/listeners/port-taken.ts`. */
import { RequestError } from '../connection/rest.ts'

/** The refusal, where a run of this lab has the port or the path, with that run's id; else null. */
export function takenBy(fault: unknown): { refusal: RequestError; run: string } | null {
  if (!(fault instanceof RequestError)) return null
  if (fault.code !== 'port-in-use-by-run' && fault.code !== 'path-in-use-by-run') return null
  return { refusal: fault, run: String(fault.params['run']) }
}
