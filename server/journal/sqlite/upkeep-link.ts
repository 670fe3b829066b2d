/**
 * Upkeep of the durable journal, main-thread side: asks the worker slice by slice, one piece of upkeep after the other. Counterpart:
 * `upkeep.ts`. Invariant: between two slices commits and reads have their turn.
 */
import type { Forgetting, Forgotten } from '../forgetting.ts'
import type { JournalRoom, JournalUpkeep } from '../port.ts'
import { observationsOf } from './batch.ts'
import type { Questions } from './messages.ts'
import type { WorkerLink } from './link.ts'

export interface UpkeepParts {
  readonly link: Pick<WorkerLink, 'ask'>
  /** Resolves when all that was appended is on disk. */
  readonly flush: () => Promise<void>
  /** The run is appended to no more. */
  readonly gone: (run: string) => void
}

export class UpkeepLink implements JournalUpkeep {
  readonly #parts: UpkeepParts
  #last: Promise<unknown> = Promise.resolve()

  constructor(parts: UpkeepParts) {
    this.#parts = parts
  }

  async appearances(name: string) {
    await this.#parts.flush()
    return this.#parts.link.ask('appearances', name)
  }

  forget(who: Forgetting, live: readonly string[]): Promise<Forgotten> {
    return this.#inTurn(async () => {
      await this.#parts.flush()
      const done = await this.#pass(who, live, false)
      await this.#parts.link.ask('tidy', null)
      const left = await this.#pass(who, live, true)
      if (left.runs.length > 0) {
        throw new Error(`a name or address that was to be forgotten still stands in runs ${left.runs.join(', ')}`)
      }
      return done
    })
  }

  erase(run: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#parts.flush()
      this.#parts.gone(run)
      const asked = { run: Number(run), observations: observationsOf(Number(run)) }
      while (await this.#parts.link.ask('erase', asked));
    })
  }

  settle(): Promise<void> {
    return this.#inTurn(async () => void (await this.#parts.link.ask('settle', null)))
  }

  room(): Promise<JournalRoom> {
    return this.#parts.link.ask('room', null)
  }

  tidy(): Promise<void> {
    return this.#inTurn(async () => void (await this.#parts.link.ask('tidy', null)))
  }

  /** @param look changes nothing, and finds where something stands */
  async #pass(who: Forgetting, live: readonly string[], look: boolean): Promise<Forgotten> {
    const runs = new Set<string>()
    const written = new Set<string>()
    for (const what of ['records', 'blocks'] as const) {
      for (let after: number | null = 0; after !== null;) {
        const slice: Questions['forget']['answer'] = await this.#parts.link.ask('forget', {
          who,
          live,
          look,
          of: what,
          after,
        })
        for (const run of slice.runs) runs.add(run)
        for (const run of slice.written) written.add(run)
        after = slice.next
      }
    }
    const byId = (set: Set<string>): string[] => [...set].sort((a, b) => Number(a) - Number(b))
    return { runs: byId(runs), written: byId(written) }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => {}) // whoever asked is told
    return turn
  }
}
