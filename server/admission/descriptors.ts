/**
 * One budget of descriptors for the whole process: what may be open at once beside the journal, the listeners and the
 * system's own (POSIX RLIMIT_NOFILE). Counterparts: `kernel/descriptors.ts`, which knows the limit; whoever opens something
 * at others' wish.
 * Invariant: programs and pages each have a part that the other never gets, so that whoever takes all of one leaves the
 * other as it was. Of what pages may take, one address has half at most, and of what is their own as well.
 */
import { connectionKey, type End } from '../core/ends.ts'
import { addressGroup } from './asker.ts'
import { LabError } from '../core/errors.ts'
import { Places, Ticket, type Asker, type Kept } from './places.ts'

/**
 * Connections of programs, their listeners, datagram sockets, children and files; the page, its WebSockets, and what pages
 * open.
 */
export type Part = 'programs' | 'pages'

/** Share of all that is a part's own. */
const OWN_SHARE = 0.25

/** Share of what a part may take that one address may have, and of what is its own. */
const ADDRESS_SHARE = 0.5

/** Half of what is the pages' own, for addresses that have less than that: the rest of the process may be taken by others. */
const forOtherAddresses = (all: number): Kept => {
  const kept = Math.floor(all * OWN_SHARE * ADDRESS_SHARE)
  return {
    places: kept,
    isFor: ({ key, group }, has) => key === PROGRAMS || (group !== undefined && has < kept),
  }
}

const PROGRAMS: Part = 'programs'

/** A place that waits for its connection. */
interface Promised {
  readonly place: Ticket
  /** The connection has come, and gives it back from now on. */
  came: boolean
}

export class Descriptors {
  readonly all: number
  readonly #places: Places
  /** Places of connections that this process has dialled to itself, by their ends. */
  readonly #promised = new Map<string, Promised>()

  constructor(all: number) {
    this.all = all
    const kept = forOtherAddresses(all)
    this.#places = new Places(all - kept.places, [kept])
  }

  get taken(): number {
    return this.#places.taken
  }

  /** Null where none is left. @param address for whom, where it counts by its address too */
  take(part: Part, places = 1, address?: string): Ticket | null {
    const ticket = this.#places.take(this.#asker(part, address), places)
    return ticket instanceof Ticket ? ticket : null
  }

  /** As `take`, where there must be some. Throws `no-descriptors`. */
  must(part: Part, places = 1): Ticket {
    const place = this.take(part, places)
    if (!place) throw new LabError('no-descriptors', { limit: this.all })
    return place
  }

  /** Whether so many more are more than this address may have. */
  isFull(part: Part, places: number, address: string): boolean {
    return this.#places.refusal(this.#asker(part, address), places) === 'group'
  }

  /**
   * A connection with these ends is coming, and has its place. Returns what to call when it comes no more, or has gone: a
   * place that nobody has come for is given back, also where another connection has been promised under the same ends.
   */
  promise(from: End, to: Pick<End, 'port'>, place: Ticket): () => void {
    const key = connectionKey(from, to)
    const promised: Promised = { place, came: false }
    this.#promised.set(key, promised)
    return () => {
      if (this.#promised.get(key) === promised) this.#promised.delete(key)
      if (!promised.came) place.giveBack()
    }
  }

  /** The place of a connection that a program's listener has accepted; null where none is left. */
  accepted(from: End, to: Pick<End, 'port'>): Ticket | null {
    const key = connectionKey(from, to)
    const promised = this.#promised.get(key)
    if (!promised) return this.take(PROGRAMS)
    promised.came = true
    this.#promised.delete(key)
    return promised.place
  }

  #asker(part: Part, address: string | undefined): Asker {
    const most = this.all - Math.floor(this.all * OWN_SHARE)
    if (address === undefined) return { key: part, most }
    return { key: part, most, group: addressGroup(address, Math.floor(most * ADDRESS_SHARE)) }
  }
}
