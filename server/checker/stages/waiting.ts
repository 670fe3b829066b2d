/**
 * How a stage waits: for a fact, never for a time. It gives up when the program has ended, when none of its threads has run for a
 * while, when it spins and says nothing, or when too long has passed. Counterpart: `play.ts`, which knows the facts.
 */

const POLL_MS = 10
/** What must come is waited for so long at most. */
const CAP_MS = 5000
/** A program none of whose threads has run for so long waits for somebody else. */
const ASLEEP_MS = 400
/** One that uses or wants most of a processor for so long, and says nothing, loops. */
const SPIN_MS = 1000
const SPIN = 0.7
/** What it wrote before it ended may still be on its way to us. */
const LAST_WORDS_MS = 30
/** A start that took longer than this makes everything wait longer in proportion: java, or a machine under load. */
const USUAL_START_MS = 150
const MOST_PATIENCE = 6

/** What is asked of the program, again and again. */
export interface Watched {
  /** Nanoseconds that its threads ran, or could have run. */
  busy(): number
  over(): boolean
  /** How much has been recorded: one that says something does not loop. */
  happened(): number
  /** Whoever checks wants to know no more. */
  readonly signal: AbortSignal | undefined
}

export class Waiting {
  readonly #watched: Watched
  #patience: number

  /** @param patience 1, or more where everything is to be waited for longer */
  constructor(watched: Watched, patience: number) {
    this.#watched = watched
    this.#patience = patience
  }

  get patience(): number {
    return this.#patience
  }

  /** Milliseconds after which a program that does not run waits for somebody else. */
  get asleepMs(): number {
    return ASLEEP_MS * this.#patience
  }

  /** It took from `began` to now to start: what is slow there is slow everywhere. */
  slow(began: number): void {
    const slower = Math.max(1, (Date.now() - began) / USUAL_START_MS)
    this.#patience = Math.max(this.#patience, Math.min(MOST_PATIENCE, this.#patience * slower))
  }

  /** @param evenAsleep what is waited for needs no thread that runs @param evenOver nor the program itself */
  async until(fact: () => boolean, { evenAsleep = false, evenOver = false } = {}): Promise<boolean> {
    const { signal } = this.#watched
    const end = Date.now() + CAP_MS * this.#patience
    const asleep = evenAsleep ? null : new Asleep(this.#watched)
    for (;;) {
      signal?.throwIfAborted()
      const over = this.#watched.over() && !evenOver
      if (fact()) return true
      if (over) return this.lastWords().then(fact)
      if (Date.now() >= end || asleep?.isHopeless(this.#patience)) return false
      await pause(POLL_MS)
    }
  }

  lastWords(): Promise<void> {
    return pause(LAST_WORDS_MS)
  }
}

/** A program that sleeps, or one that spins: from neither anything comes. */
class Asleep {
  readonly #watched: Watched
  #ran = -1
  #since = Date.now()
  #spun: { busy: number; at: number; happened: number }

  constructor(watched: Watched) {
    this.#watched = watched
    this.#spun = { busy: watched.busy(), at: Date.now(), happened: watched.happened() }
  }

  isHopeless(patience: number): boolean {
    const now = Date.now()
    const busy = this.#watched.busy()
    if (busy !== this.#ran) [this.#ran, this.#since] = [busy, now]
    else if (now - this.#since >= ASLEEP_MS * patience) return true
    if (now - this.#spun.at < SPIN_MS * patience) return false
    const share = (busy - this.#spun.busy) / 1e6 / (now - this.#spun.at)
    const silent = this.#watched.happened() === this.#spun.happened
    this.#spun = { busy, at: now, happened: this.#watched.happened() }
    return share > SPIN && silent
  }
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
