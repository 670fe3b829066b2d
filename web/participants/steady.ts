/**
 * Gives the value that was given before where a new one says the same, so that what is drawn of it stays. In a room of a hundred each change of one
 * makes new words for all.
 */
import { same } from '#shared/state/same.ts'

/** Those who are in no list any more are forgotten with all others, who are looked at anew. */
const MOST = 1000

export class Steady<Value> {
  readonly #kept = new Map<number, Value>()

  /** @param value plain data */
  keep(id: number, value: Value): Value {
    const before = this.#kept.get(id)
    if (before !== undefined && same(before, value)) return before
    if (this.#kept.size >= MOST) this.#kept.clear()
    this.#kept.set(id, value)
    return value
  }
}
