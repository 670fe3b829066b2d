/**
 * One owner for the errors of everything that can fail by itself: sockets, servers, workers, children, streams. Node
 * ends a process over an `error` event that nobody listens for, so whoever makes such a thing passes it through here at
 * once. Counterparts: `endpoints/sockets.ts`, where sockets are made; `cli/last-resort.ts`, for what slipped through.
 * Invariant: this listener stays for the whole life of the thing; other listeners may come and go.
 */

/** Anything that reports failure by an `error` event. */
export interface Fallible {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
}

/** What became of it. */
export interface Fate {
  /** Name of the first error; null while there was none. */
  errno: string | null
}

/** Listens for errors of something just made, to its end. */
export function own(thing: Fallible): Fate {
  const fate: Fate = { errno: null }
  thing.on('error', (error) => (fate.errno ??= nameOf(error)))
  return fate
}

/** ECONNRESET and the like; the message of an error that has no such name. */
export const nameOf = ({ code, message }: NodeJS.ErrnoException): string => code ?? message
