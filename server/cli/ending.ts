/**
 * The end of a lab: one step after the other, all of them within ten seconds. Counterparts: `lab-parts.ts`, which names
 * the steps; `serve.ts`, which begins the end.
 * Invariants: whatever holds a step up or lets it fail, the later ones are taken; the journal's is the last, and has
 * time of its own.
 */
import type { Clock } from '../core/clock.ts'

/**
 * Until when each step is waited for: milliseconds from the beginning of the end. The runs reset what has not drained
 * a second and a half earlier, so that its end is recorded.
 */
export const WAITED_FOR = { runs: 7500, pages: 9000, files: 9500, journal: 10_000 } as const
export const DRAIN_MS = 6000

export type EndOf = keyof typeof WAITED_FOR

export class Ending {
  readonly #clock: Clock
  readonly #steps: { readonly of: EndOf; readonly take: () => Promise<unknown> }[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Adds a step, which is taken before those that were added earlier. */
  add(of: EndOf, take: () => Promise<unknown>): void {
    this.#steps.unshift({ of, take })
  }

  /** Takes the steps. Rejects, once all are taken, with what the first that failed says, or what was not waited for. */
  async begin(): Promise<void> {
    const begun = this.#clock.micros()
    const failures: unknown[] = []
    for (const { of, take } of this.#steps.splice(0)) {
      const left = WAITED_FOR[of] - (this.#clock.micros() - begun) / 1000
      await this.#within(left, of, take).catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }

  async #within(ms: number, of: EndOf, take: () => Promise<unknown>): Promise<void> {
    const late = Promise.withResolvers<never>()
    const cancel = this.#clock.after(Math.max(0, ms), () => {
      late.reject(new Error(`the lab waited no longer for the end of its ${of}`))
    })
    await Promise.race([take(), late.promise]).finally(cancel)
  }
}
