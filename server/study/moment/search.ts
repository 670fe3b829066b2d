/**
 * Finds by time what the journal keeps by number: some twenty reads, however long the run. Counterpart: `server/journal/port.ts`.
 */

/** Reads the one of this number; undefined where there is none. */
export type ReadOne<T> = (number: number) => Promise<T | undefined>

/**
 * The last one that lies within, by bisection; undefined where not even the first does.
 * @param last the number of the newest; they count from 1 @param within true up to some one, and false after it
 */
export async function lastWithin<T>(
  last: number,
  read: ReadOne<T>,
  within: (one: T) => boolean,
): Promise<{ readonly number: number; readonly one: T } | undefined> {
  let found: { number: number; one: T } | undefined
  for (let [from, to] = [1, last]; from <= to;) {
    const middle = Math.floor((from + to) / 2)
    const one = await read(middle)
    if (one !== undefined && within(one)) {
      found = { number: middle, one }
      from = middle + 1
    } else to = middle - 1
  }
  return found
}
