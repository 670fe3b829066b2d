/**
 * The answers of one session by `ref`, so that a request is carried out once, however often it is sent. Counterpart:
 * `session.ts`; the page's pending requests, whose refs rise.
 * Invariant: a ref whose answer is no longer kept is never carried out again: its number alone tells.
 */
import type { ServerMessage } from '#shared/protocol/messages.ts'

export class Answers {
  readonly #most: number
  /** Oldest first; null while the request is being carried out. */
  readonly #kept = new Map<number, ServerMessage | null>()
  /** The highest ref whose answer was dropped. */
  #givenUp = 0

  /** @param most answers that are kept */
  constructor(most: number) {
    this.#most = most
  }

  /** The answer to a ref, or its state: `under way`, `forgotten` (too old), `new` (to be carried out). */
  of(ref: number): ServerMessage | 'new' | 'under way' | 'forgotten' {
    const known = this.#kept.get(ref)
    if (known !== undefined) return known ?? 'under way'
    return ref <= this.#givenUp ? 'forgotten' : 'new'
  }

  begin(ref: number): void {
    this.#kept.set(ref, null)
  }

  end(ref: number, answer: ServerMessage): void {
    this.#kept.set(ref, answer)
    if (this.#kept.size <= this.#most) return
    for (const [old, kept] of this.#kept) {
      if (kept === null) continue
      this.#kept.delete(old)
      this.#givenUp = Math.max(this.#givenUp, old)
      return
    }
  }
}
