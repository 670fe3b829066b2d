/**
 * What was known of a run at one moment: its newest event then, and what had been observed. Counterpart:
 * `server/gateway/http/moments.ts`, its route. Invariants: nothing of what came later is in it; its price does not grow with the run.
 */
import { MAX_PAGE } from '#shared/model/constants.ts'
import type { Moment, MomentQuery } from '#shared/protocol/moment.ts'
import type { Observation } from '#shared/protocol/observations.ts'
import type { Asker, Journal } from '../../journal/port.ts'
import { known, type FromTheStart } from './known.ts'
import { lastWithin } from './search.ts'

/** What an event leads to is seen within this, microseconds: the tables are looked at four times a second. */
const SETTLES_US = 250_000
/**
 * Pages of observations that are looked through for the last whole ones. These follow each other at 500 observations and what a
 * program adds between two looks of the sampler: far less than so many pages.
 */
const PAGES = 8
/** Places of the program that are looked at: since when it stands where it stands. */
const PLACES = 64

type Track = Pick<Journal, 'read' | 'observations'>

interface Point {
  readonly seq: number
  readonly t: number
}

/**
 * @param run with the newest event that may be told @param asker whose reads take turns with those of all others
 * Rejects as the journal's reads do.
 */
export async function momentOf(
  journal: Track,
  run: { readonly id: string; readonly lastSeq: number },
  asked: MomentQuery,
  asker: Asker,
): Promise<Moment> {
  const timeOf = async (seq: number): Promise<number | undefined> => {
    if (seq < 1 || seq > run.lastSeq) return undefined
    const query = { run: run.id, after: seq - 1, limit: 1, preview: 0 }
    return (await journal.read(query, asker)).entries[0]?.t
  }
  const place = asked.seq === undefined ? await byTime(asked.t ?? 0) : await byEvent(Math.min(asked.seq, run.lastSeq))
  const nextEvent = await timeOf(place.seq + 1)
  const { held, next } = await seenBy(journal, run.id, place, asker)
  const coming = [nextEvent, next].filter((t) => t !== undefined)
  return {
    ...place,
    next: coming.length === 0 ? null : Math.min(...coming),
    ...known(held.inOrder(), place.t, held.fromTheStart),
  }

  async function byTime(t: number): Promise<Point> {
    const found = await lastWithin(run.lastSeq, timeOf, (at) => at <= t)
    return { seq: found?.number ?? 0, t }
  }
  async function byEvent(seq: number): Promise<Point> {
    const [at, after] = [(await timeOf(seq)) ?? 0, await timeOf(seq + 1)]
    return { seq, t: Math.max(at, Math.min(at + SETTLES_US, (after ?? Infinity) - 1)) }
  }
}

/** @returns what holds of the observations at a place, and `t` of the one after them */
async function seenBy(
  journal: Track,
  run: string,
  { seq, t }: Point,
  asker: Asker,
): Promise<{ held: Held; next: number | undefined }> {
  const page = (after: number, limit: number): ReturnType<Journal['observations']> =>
    journal.observations({ run, after, limit }, asker)
  const one = async (number: number): Promise<Observation | undefined> => (await page(number - 1, 1)).observations[0]
  const { last } = await page(0, 1)
  const found = await lastWithin(last, one, (seen) => seen.after <= seq && seen.t <= t)
  const newest = found?.number ?? 0
  const next = (await one(newest + 1))?.t
  const held = new Held()
  for (let [to, pages] = [newest, 0]; to > 0 && pages < PAGES && !held.whole; pages++) {
    const from = Math.max(1, to - MAX_PAGE + 1)
    const some: Observation[] = []
    // Large ones come in several answers.
    for (let after = from - 1; after < to;) {
      const { observations } = await page(after, to - after)
      if (observations.length === 0) break
      some.push(...observations)
      after = observations.at(-1)!.number
    }
    for (const seen of some.toReversed()) held.take(seen)
    to = from - 1
  }
  return { held, next }
}

const KINDS = { 'program-moved': 'places', 'sockets-seen': 'rows', 'people-seen': 'people' } as const

/** What holds of observations that are taken from the newest to the oldest. */
class Held {
  readonly #all: Observation[] = []
  readonly #whole = { rows: false, people: false }
  /** What was passed over, since enough of its kind was there. */
  readonly #earlier = { places: false, rows: false, people: false }
  #places = 0
  /** The oldest that was looked at. */
  #first = Infinity

  take(one: Observation): void {
    this.#first = one.number
    const kind = KINDS[one.seen.kind]
    const enough = kind === 'places' ? this.#places >= PLACES : this.#whole[kind]
    if (enough) {
      this.#earlier[kind] = true
      return
    }
    if (kind === 'places') this.#places++
    else if (one.seen.kind !== 'program-moved') this.#whole[kind] = one.seen.whole
    this.#all.push(one)
  }

  get fromTheStart(): FromTheStart {
    const first = this.#first === 1
    return { places: first && !this.#earlier.places, rows: first && !this.#earlier.rows }
  }

  get whole(): boolean {
    return this.#whole.rows && this.#whole.people && this.#places > 0
  }

  /** By number. What changed before a whole one that was not found says nothing. */
  inOrder(): Observation[] {
    const told = this.#all.filter(
      ({ seen: { kind } }) =>
        kind === 'program-moved' || (kind === 'sockets-seen' ? this.#whole.rows : this.#whole.people),
    )
    return told.toReversed()
  }
}
