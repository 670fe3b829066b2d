/**
 * One budget of descriptors for the whole process: what may be open at once beside the journal, the listeners and the
 * system's own (POSIX RLIMIT_NOFILE). Counterparts: `kernel/descriptors.ts`, which knows the limit; whoever opens something
 * at others' wish.
 * Invariant: programs and pages each have a part that the other never gets, so that whoever takes all of one leaves the
 * other as it was.
 */
import { Places, Ticket } from './places.ts'

/** Connections of programs, what they open for them; the page, its WebSockets, and what pages open. */
export type Part = 'programs' | 'pages'

/** Share of all that is a part's own. */
const OWN_SHARE = 0.25

interface End {
  readonly host: string
  readonly port: number
}

export class Descriptors {
  readonly all: number
  readonly #places: Places
  /** Places of connections that this process has dialled to itself, by the end from which they come. */
  readonly #promised = new Map<string, Ticket>()

  constructor(all: number) {
    this.all = all
    this.#places = new Places(all)
  }

  get taken(): number {
    return this.#places.taken
  }

  /** Null where none is left. */
  take(part: Part, places = 1): Ticket | null {
    const most = this.all - Math.floor(this.all * OWN_SHARE)
    const ticket = this.#places.take({ key: part, most }, places)
    return ticket instanceof Ticket ? ticket : null
  }

  /** A connection from this end is coming, and has its place. Returns what to call when it comes no more. */
  promise(from: End, place: Ticket): () => void {
    const key = keyOf(from)
    this.#promised.set(key, place)
    return () => {
      if (this.#promised.delete(key)) place.giveBack()
    }
  }

  /** The place of a connection that a program's listener has accepted; null where none is left. */
  accepted(from: End): Ticket | null {
    const key = keyOf(from)
    const promised = this.#promised.get(key)
    if (!promised) return this.take('programs')
    this.#promised.delete(key)
    return promised
  }
}

const keyOf = ({ host, port }: End): string => `${host} ${port}`
