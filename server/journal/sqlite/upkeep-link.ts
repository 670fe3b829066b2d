/**
 * Upkeep of the durable journal, main-thread side: asks the worker slice by slice, one piece of upkeep after the other. Counterpart:
 * `upkeep.ts`. Invariant: between two slices commits and reads have their turn.
 */
import type { Forgetting, Forgotten, Traces } from '../forgetting.ts'
import type { JournalRoom, JournalUpkeep } from '../port.ts'
import { Gathering } from '../tracing.ts'
import { observationsOf } from './batch.ts'
import type { At, Questions } from './messages.ts'
import type { WorkerLink } from './link.ts'
import { START } from './rows.ts'

/** So often a run is gone through in which something still stands, and that did not write meanwhile. */
const MOST_ROUNDS = 3

interface Done {
  readonly runs: Set<string>
  readonly written: Set<string>
}

interface Round {
  readonly left: readonly string[]
  readonly skipped: ReadonlySet<string>
}

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

  async trace(name: string): Promise<Traces> {
    await this.#parts.flush()
    const all = new Gathering(name)
    do await this.#look(all)
    while (all.again())
    return all.traces
  }

  async #look(all: Gathering): Promise<void> {
    for (let at: At | null = START; at !== null;) {
      const slice: Questions['trace']['answer'] = await this.#parts.link.ask('trace', { known: all.known, at })
      all.add(slice.found)
      at = slice.next
    }
  }

  forget(who: Forgetting, live: () => readonly string[]): Promise<Forgotten> {
    return this.#inTurn(async () => {
      const done = { runs: new Set<string>(), written: new Set<string>() }
      for (let stubborn = 0; ;) {
        const { left, skipped } = await this.#round(who, live, done)
        const writing = live()
        const late = left.filter((run) => !writing.includes(run))
        if (late.length === 0) {
          const copies = await this.#parts.link.ask('copies', null)
          return { runs: byId(done.runs), written: byId(done.written), live: left, copies }
        }
        // One that ended since the round began is gone through in the next; and so is one that even began since.
        if (!late.every((run) => skipped.has(run)) && ++stubborn === MOST_ROUNDS)
          throw new Error(`a name or address that was to be forgotten still stands in runs ${late.join(', ')}`)
      }
    })
  }

  /** `left`: where something still stands after it; `skipped`: runs that wrote meanwhile. */
  async #round(who: Forgetting, live: () => readonly string[], done: Done): Promise<Round> {
    await this.#parts.flush()
    // What is skipped once is skipped until the end of the round: it would be changed by halves.
    const skipped = new Set<string>()
    await this.#pass(who, done, () => live().reduce((all, run) => all.add(run), skipped), false)
    await this.#parts.link.ask('tidy', null)
    const left = { runs: new Set<string>(), written: new Set<string>() }
    await this.#pass(who, left, () => new Set(), true)
    return { left: byId(left.runs), skipped }
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
  async #pass(who: Forgetting, done: Done, skipped: () => ReadonlySet<string>, look: boolean): Promise<void> {
    for (let at: At | null = START; at !== null;) {
      const asked = { who, live: [...skipped()], look, at }
      const slice: Questions['forget']['answer'] = await this.#parts.link.ask('forget', asked)
      for (const run of slice.runs) done.runs.add(run)
      for (const run of slice.written) done.written.add(run)
      at = slice.next
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => {}) // whoever asked is told
    return turn
  }
}

const byId = (set: ReadonlySet<string>): string[] => [...set].sort((a, b) => Number(a) - Number(b))
