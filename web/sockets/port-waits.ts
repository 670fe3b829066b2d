/** Refusals of a port for what an earlier program left on it. Pure. Counterpart: `server/runtime/listeners/so-reuseaddr.ts`. */
import { RequestError } from '../connection/rest.ts'

/** The refusal, where it is one that goes away by waiting or with SO_REUSEADDR; else null. */
export function portWait(fault: unknown): RequestError | null {
  const waits =
    fault instanceof RequestError && (fault.code === 'port-in-time-wait' || fault.code === 'port-still-connected')
  return waits ? fault : null
}

/** Seconds that remained when the lab refused; null where no timer of the kernel ends the wait. */
export const secondsOf = ({ params }: RequestError): number | null =>
  typeof params['seconds'] === 'number' ? params['seconds'] : null
