/**
 * Runs that have ended, as the journal remembers them, a page at a time. Counterparts: `lab.ts`, which adds them; the
 * gateways, which tell them. Order: by id, which the journal gives in order, whatever the wall clock did.
 */
import type { RunRecord } from '../../journal/port.ts'
import type { Run } from '#shared/protocol/model.ts'
import type { RunPage } from '#shared/protocol/rest.ts'

export class PastRuns {
  readonly #runs = new Map<string, Run>()
  /** Newest first; null until somebody asks. */
  #sorted: Run[] | null = null

  add(run: Run): void {
    this.#runs.set(run.id, run)
    this.#sorted = null
  }

  /** Adds one as the journal has it. @param trouble in which it ended */
  remember(run: RunRecord & { lastSeq: number }, trouble: Run['trouble'] = null): void {
    // Earlier versions gave listeners no number.
    const listeners = run.listeners.map((listener, index) => ({ ...listener, number: listener.number ?? index + 1 }))
    this.add({ ...run, listeners, present: 0, trouble })
  }

  remove(id: string): void {
    this.#runs.delete(id)
    this.#sorted = null
  }

  get(id: string): Run | undefined {
    return this.#runs.get(id)
  }

  /** Newest first. */
  all(): readonly Run[] {
    return (this.#sorted ??= [...this.#runs.values()].sort((a, b) => Number(b.id) - Number(a.id)))
  }

  /**
   * @param live views of those that have not ended, which come first
   * @param before an id: only those that have ended and are older than that one
   */
  page(live: readonly Run[], limit: number, before?: string): RunPage {
    const all = this.all()
    const first = before === undefined ? 0 : all.findIndex(({ id }) => Number(id) < Number(before))
    const page = first < 0 ? [] : all.slice(first, first + limit)
    const count = first < 0 ? 0 : all.length - first - page.length
    const last = page.at(-1)
    return {
      runs: before === undefined ? [...live, ...page] : page,
      older: last && count > 0 ? { count, before: last.id } : null,
    }
  }
}
