/** When to try again, and when to doubt a connection that looks open. Pure: time and chance are passed in. */

const FIRST = 250
const LONGEST = 8_000

/**
 * Milliseconds until the next attempt: doubling from 250 ms to 8 s, anywhere in the upper half of it, so that a class
 * whose lab restarts does not come back all at once.
 * @param attempt 0 for the first
 * @param chance uniform in [0, 1)
 */
export function retryDelay(attempt: number, chance: number): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** attempt)
  return Math.round(longest / 2 + (longest / 2) * chance)
}

/** A lab that has no place for this page does not find one within a second. */
const REFUSED = 10_000

/** Milliseconds until the next attempt after a refusal: 10 to 20 s. @param chance uniform in [0, 1) */
export const refusedDelay = (chance: number): number => Math.round(REFUSED * (1 + chance))

export interface Pulse {
  now: number
  /** When anything last came from the lab. */
  heard: number
  /** When the lab was last asked over REST whether it is there. */
  probed: number
  /** When the oldest unanswered request was made; null when none. */
  oldest: number | null
}

/** An answer comes in milliseconds; after this a question is due. */
const UNANSWERED = 5_000
/** A quiet class says nothing for minutes: ask now and then. */
const QUIET = 20_000

/** Whether to ask the lab over REST if it is still there. WebSocket pings do not reach scripts, so silence tells nothing. */
export function shouldProbe({ now, heard, probed, oldest }: Pulse): boolean {
  if (oldest !== null && now - oldest >= UNANSWERED) return now - probed >= UNANSWERED
  return now - Math.max(heard, probed) >= QUIET
}

/** The lab answers over REST, and yet this request never was and nothing has come since: only the socket is dead. */
export function isHalfDead({ now, heard, oldest }: Pulse): boolean {
  return oldest !== null && now - oldest >= 2 * UNANSWERED && heard < oldest + UNANSWERED
}
