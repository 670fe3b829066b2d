/**
 * Pauses the reading of all runs while the journal is too far behind or cannot be written. Counterpart:
 * `lab.ts`, which calls it at the end of each turn and after each commit. Invariant: all runs get the same answer.
 */
import type { Journal, Trouble } from '../../journal/port.ts'
import type { LiveRun } from './live-run.ts'

export class JournalGate {
  readonly #journal: Journal
  readonly #limit: number
  readonly #runs: () => Iterable<LiveRun>
  #behind = false
  #trouble: Trouble | null = null

  /** @param limit bytes that may wait to be committed @param runs those that live */
  constructor(journal: Journal, limit: number, runs: () => Iterable<LiveRun>) {
    this.#journal = journal
    this.#limit = limit
    this.#runs = runs
  }

  /** Why the journal cannot be written now; null when it can. */
  get trouble(): Trouble | null {
    return this.#trouble
  }

  set trouble(trouble: Trouble | null) {
    this.#trouble = trouble
    for (const run of this.#runs()) run.setTrouble(trouble?.code ?? null)
  }

  /** Pauses a new run like the others. */
  begins(run: LiveRun): void {
    run.journalBehind = this.#behind
    if (this.#trouble) run.setTrouble(this.#trouble.code)
  }

  turnOver(): void {
    if (!this.#behind && this.#journal.pending > this.#limit) this.#setBehind(true)
  }

  committed(): void {
    if (this.#behind && this.#journal.pending < this.#limit / 2) this.#setBehind(false)
  }

  #setBehind(behind: boolean): void {
    this.#behind = behind
    for (const run of this.#runs()) run.journalBehind = behind
  }
}
