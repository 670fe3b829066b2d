/**
 * Which pages have gone, and for how long: what a page holds for others is given up when it has been gone for 30 s, and a
 * reload in that time keeps it, whether its session has expired meanwhile or not. Counterparts: `server.ts`, which sees
 * them come and go; `server/commands/`, which is told. Invariant: a page that is back is never told gone.
 */
import type { Clock } from '../../core/clock.ts'

/** Long enough for a reload, a cut of the network and a browser that is started again. */
const GONE_MS = 30_000

export class Departures {
  readonly #clock: Clock
  readonly #gone: (page: number) => void
  /** By the token of their session. */
  readonly #away = new Map<string, { readonly page: number; readonly cancel: () => void }>()

  /** @param gone told once, when a page has been away for 30 s */
  constructor(clock: Clock, gone: (page: number) => void) {
    this.#clock = clock
    this.#gone = gone
  }

  /** A page is back: the number that it has, where it was away for less than 30 s; else null. */
  returned(token: string): number | null {
    const away = this.#away.get(token)
    if (!away) return null
    away.cancel()
    this.#away.delete(token)
    return away.page
  }

  /** The connection of a page is gone. */
  left(token: string, page: number): void {
    const cancel = this.#clock.after(GONE_MS, () => {
      this.#away.delete(token)
      this.#gone(page)
    })
    this.#away.set(token, { page, cancel })
  }

  close(): void {
    for (const { cancel } of this.#away.values()) cancel()
    this.#away.clear()
  }
}
