/**
 * Records connections that were not admitted: one that comes alone at once, a storm of one address, reason and error as one
 * event a second with how many there were. Counterparts: `connection-events.ts`; `docs/protocol.md` (`refused`).
 * Invariants: each refusal is counted in exactly one event; a storm fills no journal, from however many addresses it comes.
 */
import type { Clock } from '../../core/clock.ts'
import type { Detail } from '../../journal/port.ts'

type Refused = Omit<Detail<'refused'>, 'count'>

/** Milliseconds between two events of one address and reason. */
export const APART_MS = 1000
/** Addresses that are told apart at a time; of more only the reason is. */
const MOST_APART = 64

interface Storm {
  readonly stop: () => void
  /** The last since the event before. */
  last: Refused
  /** How many since then. */
  count: number
}

export class Refusals {
  readonly #clock: Clock
  readonly #record: (detail: Detail<'refused'>) => void
  readonly #storms = new Map<string, Storm>()

  constructor(clock: Clock, record: (detail: Detail<'refused'>) => void) {
    this.#clock = clock
    this.#record = record
  }

  add(refused: Refused): void {
    const key = this.#keyOf(refused)
    const storm = this.#storms.get(key)
    if (!storm) {
      this.#record(refused)
      return this.#watch(key, refused)
    }
    storm.last = refused
    storm.count++
  }

  /** Tells of those that have not been told, and waits for none. */
  close(): void {
    for (const storm of this.#storms.values()) {
      storm.stop()
      this.#tell(storm)
    }
    this.#storms.clear()
  }

  #watch(key: string, last: Refused): void {
    const stop = this.#clock.after(APART_MS, () => {
      const { count, last } = storm
      this.#storms.delete(key)
      if (count > 0) this.#watch(key, last)
      this.#tell(storm)
    })
    const storm: Storm = { stop, last, count: 0 }
    this.#storms.set(key, storm)
  }

  #tell({ last, count }: Storm): void {
    if (count > 0) this.#record(count === 1 ? last : { ...last, count })
  }

  #keyOf({ address, reason, errno = '' }: Refused): string {
    const key = `${reason} ${errno} ${address.replace(/:\d+$/, '')}`
    return this.#storms.has(key) || this.#storms.size < MOST_APART ? key : reason
  }
}
