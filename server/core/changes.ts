/**
 * What has changed between two looks at a collection. Pure. Counterparts: `server/kernel/row-changes.ts` and
 * `server/runtime/lab/people-changes.ts`, which say what they look at.
 * Invariant: whoever applies what is told, from a whole one on, has what the last look saw.
 */

/** After so many changes all are told again: who looks for one moment need not begin at the first. */
const WHOLE_EVERY = 64

export interface Changed<K, V> {
  /** All that are there where `whole`; else those that are new or have changed. */
  readonly changed: V[]
  /** Keys of those that are there no more; none where `whole`. */
  readonly gone: K[]
  readonly whole: boolean
}

/** Things as last told, each by its key, and the changes since. */
export class Changes<K, V> {
  readonly #keyOf: (one: V) => K
  readonly #isSame: (told: V, now: V) => boolean
  readonly #told = new Map<K, V>()
  /** Tellings since the last whole one, that one among them. */
  #since = WHOLE_EVERY

  constructor(keyOf: (one: V) => K, isSame: (told: V, now: V) => boolean) {
    this.#keyOf = keyOf
    this.#isSame = isSame
  }

  /**
   * Changes since the last call; null for none. The first has all.
   * @param other something else has changed, which is told with them @param whole all are to be told
   */
  since(here: readonly V[], other: boolean, whole: boolean): Changed<K, V> | null {
    const now = new Map(here.map((one) => [this.#keyOf(one), one]))
    const changed = here.filter((one) => {
      const told = this.#told.get(this.#keyOf(one))
      return told === undefined || !this.#isSame(told, one)
    })
    const gone = [...this.#told.keys()].filter((key) => !now.has(key))
    if (changed.length === 0 && gone.length === 0 && !other && !whole) return null
    const all = whole || this.#since >= WHOLE_EVERY
    this.#since = all ? 1 : this.#since + 1
    for (const key of gone) this.#told.delete(key)
    for (const one of all ? here : changed) this.#told.set(this.#keyOf(one), one)
    return { changed: all ? [...here] : changed, gone: all ? [] : gone, whole: all }
  }
}
