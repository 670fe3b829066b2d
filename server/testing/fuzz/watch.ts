/** What one page is told of one run that it watches, checked as it comes: nothing is missing silently, nothing comes twice. */
import type { ServerMessage } from '#shared/protocol/messages.ts'

type Of<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>

/** At most so many batches of events a second. */
const BATCHES_A_SECOND = 60
/** And so many more, whatever the clocks of both sides make of a second. */
const SOME_MORE = 10

export class Watch {
  readonly #run: string
  readonly #problem: (what: string) => void
  /** Requests that may still be answered by a snapshot. */
  readonly #asked: { after: number | undefined; mode: 'all' | 'latest' }[] = []
  #mode: 'all' | 'latest' = 'latest'
  /** The next event; null before the first snapshot. */
  #next: number | null = null
  #known = new Set<number>()
  #batches = 0
  readonly #since = performance.now()
  /** It was given up: nothing more may come once this request is answered; null as long as there is none. */
  over: { barrier: number | null } | null = null

  constructor(run: string, problem: (what: string) => void) {
    this.#run = run
    this.#problem = problem
  }

  ask(mode: 'all' | 'latest', after: number | undefined): void {
    this.#asked.push({ after, mode })
    this.over = null
  }

  resync({ seq }: Of<'resync'>): void {
    if (!this.#asked.some(({ after = 0 }) => after > seq))
      this.#problem(`resync to ${seq} of ${this.#run} is no future`)
  }

  snapshot({ run, participants, after }: Of<'snapshot'>): void {
    const at = this.#asked.findIndex((one) => after === Math.min(one.after ?? run.lastSeq, run.lastSeq))
    if (at < 0) this.#problem(`a snapshot of ${run.id} at ${after} of ${run.lastSeq}: ${JSON.stringify(this.#asked)}`)
    this.#mode = this.#asked.at(-1)?.mode ?? this.#mode
    this.#asked.splice(0, at + 1)
    this.#next = after + 1
    this.#known = new Set(participants.map(({ id }) => id))
  }

  participants({ participants }: Of<'participants'>): void {
    for (const { id } of participants) this.#known.add(id)
  }

  skipped({ from, to }: Of<'skipped'>): void {
    this.#follows('skipped', from)
    if (this.#mode === 'all' && this.#asked.length === 0) this.#problem(`skips in ${this.#run}, though it wants all`)
    if (to < from) this.#problem(`skips from ${from} to ${to}`)
    this.#next = to + 1
  }

  events({ events }: Of<'events'>): void {
    const seconds = (performance.now() - this.#since) / 1000
    if (++this.#batches > BATCHES_A_SECOND * seconds + SOME_MORE)
      this.#problem(`${this.#batches} batches of ${this.#run} in ${seconds} s`)
    for (const { seq, kind, participant } of events) {
      this.#follows('event', seq)
      if (kind === 'connected' && !this.#known.has(participant))
        this.#problem(`event ${seq} of ${this.#run} names ${participant}, of whom it was not told`)
      this.#next = seq + 1
    }
  }

  #follows(what: string, seq: number): void {
    if (seq !== this.#next) this.#problem(`${what} ${seq} of ${this.#run} where ${this.#next ?? 'a snapshot'} was next`)
  }
}
