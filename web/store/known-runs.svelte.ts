/**
 * The runs that the page knows: all that live and, of those that have ended, as many as the lab has told. Counterparts:
 * `lab.svelte.ts`, which hands it what the lab says; `app/PastRuns.svelte`, which asks for more.
 */
import type { Run } from '#shared/protocol/model.ts'
import type { RunPage } from '#shared/protocol/rest.ts'
import { rest } from '../connection/rest.ts'

export class KnownRuns {
  #runs = $state.raw<readonly Run[]>([])
  /** Runs that are older than those of the latest page. */
  #older = $state.raw<RunPage['older']>(null)

  /** Newest first. */
  get all(): readonly Run[] {
    return this.#runs
  }

  get(id: string): Run | undefined {
    return this.#runs.find((run) => run.id === id)
  }

  /** How many runs the lab remembers beside those here. */
  get more(): number {
    return (
      (this.#older?.count ?? 0) -
      this.#runs.filter((run) => run.stoppedAt !== null && isBefore(this.#older)(run)).length
    )
  }

  /** What the lab says when the page has connected. @param same whether it is the process that told of those here */
  welcome({ runs, older }: RunPage, same: boolean): void {
    // Those stay that had ended, and that its page of runs does not reach.
    this.#runs = same ? this.#runs.filter((run) => run.stoppedAt !== null && isBefore(older)(run)) : []
    this.#older = older
    this.take(runs)
  }

  /** Adds runs, or what has changed of them. @param erased those that the lab keeps no more */
  take(changed: readonly Run[], erased: readonly string[] = []): void {
    if (this.#older && erased.length > 0) {
      const gone = erased.filter((id) => Number(id) < Number(this.#older!.before))
      this.#older = { ...this.#older, count: this.#older.count - gone.length }
    }
    const ids = new Set([...changed.map((run) => run.id), ...erased])
    this.#runs = [...changed, ...this.#runs.filter((run) => !ids.has(run.id))].sort((a, b) => b.startedAt - a.startedAt)
  }

  /** Asks for the next page of older ones. Rejects with a `RequestError`. */
  async loadMore(): Promise<void> {
    if (!this.#older) return
    const { runs, older } = await rest.runs({ before: this.#older.before })
    this.take(runs)
    this.#older = older
  }

  /** Asks for one that is not here, such as that of an old link. Rejects with a `RequestError`: `unknown-run`. */
  async find(id: string): Promise<void> {
    this.take([await rest.run(id)])
  }
}

const isBefore =
  (older: RunPage['older']) =>
  ({ id }: Run): boolean =>
    older !== null && Number(id) < Number(older.before)
