/**
 * Which pages are one person's: those of one browser, which says a secret of its own. Counterparts: `server.ts`;
 * `web/connection/credentials.ts`.
 * Invariant: nobody learns the secret of another, and a number is never given twice.
 */
import { createHash } from 'node:crypto'

/** Browsers that are known; whoever comes back after as many others is new. */
const MOST = 10_000

export class People {
  readonly #most: number
  /** By a digest of the secret, who came longest ago first. */
  readonly #numbers = new Map<string, number>()
  #last = 0

  constructor(most = MOST) {
    this.#most = most
  }

  /** Empty where the browser does not say. */
  of(browser: string | undefined): { readonly person?: number } {
    if (browser === undefined) return {}
    const digest = createHash('sha256').update(browser).digest('base64')
    const person = this.#numbers.get(digest) ?? ++this.#last
    this.#numbers.delete(digest)
    this.#numbers.set(digest, person)
    const [oldest] = this.#numbers.keys()
    if (this.#numbers.size > this.#most && oldest !== undefined) this.#numbers.delete(oldest)
    return { person }
  }
}
