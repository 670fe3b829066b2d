/**
 * What the peers are put under. Counterpart: `generator/`, which carries a load out; `bench/report.ts`, which names it.
 * A load is given by its window, not by a rate: each sender has so many lines under way at most, and says the next as
 * soon as the slowest of the others has one of them. So every peer is driven as fast as it goes, and none is drowned.
 */

export interface Load {
  readonly id: string
  readonly title: string
  readonly clients: number
  /** How many of the clients speak; all of them listen. */
  readonly senders: number
  /** Bytes of a line, its LF included. */
  readonly size: number
  /** Lines of one sender that not everybody has yet; at most half of `CYCLE` in `pattern.ts`. */
  readonly window: number
}

export const LOADS: readonly Load[] = [
  { id: 'flood', title: 'one of 50 at full speed', clients: 50, senders: 1, size: 64, window: 1000 },
  { id: 'all-talk', title: 'all 50 talking', clients: 50, senders: 50, size: 64, window: 20 },
  { id: 'one-by-one', title: 'one line at a time, 30 clients', clients: 30, senders: 1, size: 64, window: 1 },
]
