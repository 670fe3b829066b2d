/**
 * Which pages have gone, and for how long: after 30 s the programs that a page paused run again; a reload in that time
 * keeps them paused, even if its session has expired. Counterparts: `server.ts`, which sees pages come and go;
 * `server/commands/`, which resumes the programs. Invariant: a page that is back is never reported as gone.
 */
import type { Clock } from '../../core/clock.ts'

/** Long enough for a reload, a cut of the network and a restart of the browser. */
const GONE_MS = 30_000

export class Departures {
  readonly #clock: Clock
  readonly #gone: (page: number) => void
  /** By the token of their session. */
  readonly #away = new Map<string, { readonly page: number; readonly cancel: () => void }>()

  /** @param gone called once, when a page has been away for 30 s */
  constructor(clock: Clock, gone: (page: number) => void) {
    this.#clock = clock
    this.#gone = gone
  }

  /** A page is back: returns its number if it was away for less than 30 s, otherwise null. */
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
