/**
 * A journal that keeps nothing: it passes each entry to a taker, in order, and forgets it. It serves a program in a
 * terminal, whose console is the only viewer. Counterpart: `cli/run.ts`, which makes the terminal the taker.
 *
 * How it obeys the port: an entry is pending until the taker has it, and then committed. So a slow taker (a pipe that
 * nobody reads) pauses the runs as a slow disk would, and memory stays bounded. But it remembers nothing: `read` and
 * the like find nothing, and nothing survives the process.
 */
import type {
  Entry,
  Journal,
  JournalUpkeep,
  JournalPage,
  JournalRead,
  ObservationPage,
  ParticipantPage,
  ReadFigures,
  RunRecord,
} from './port.ts'

/** Takes entries of one run, oldest first; resolves when done with them. It must not reject. */
export type Taker = (run: string, entries: readonly Entry[]) => Promise<void>

export class SinkJournal implements Journal {
  pending = 0
  /** Reads find nothing and cost nothing: none waits. */
  readonly reads: ReadFigures = { waiting: 0, performed: 0 }
  readonly #take: Taker
  /** Newest seq appended, by run. */
  readonly #newest = new Map<string, number>()
  readonly #listeners: ((run: string, seq: number) => void)[] = []
  #waiting: { run: string; entry: Entry }[] = []
  #draining: Promise<void> | null = null
  #closed = false

  constructor(take: Taker) {
    this.#take = take
  }

  /** It keeps nothing, so there is nothing to forget. */
  readonly upkeep: JournalUpkeep = {
    trace: async (name) => ({ participants: {}, owned: [], pages: [], names: [name], files: [], addresses: [] }),
    forget: async () => ({ runs: [], written: [], live: [], copies: [] }),
    erase: async () => {},
    settle: async () => {},
    tidy: async () => {},
    room: async () => ({ used: 0, free: 0 }),
  }

  async createRun(record: Omit<RunRecord, 'id'>): Promise<RunRecord> {
    const id = String(this.#newest.size + 1)
    this.#newest.set(id, 0)
    return { ...structuredClone(record), id }
  }

  /** It has no runs of earlier processes. */
  takeUp(): void {}

  updateRun(): void {}

  saveParticipant(): void {}

  /** A terminal shows the run itself, not observations. */
  observe(): void {}

  append(run: string, entry: Entry): void {
    if (this.#closed) throw new Error(`run ${run}: the journal is closed`)
    const newest = this.#newest.get(run)
    if (newest === undefined) throw new Error(`run ${run} is unknown to the journal`)
    if (entry.seq !== newest + 1) {
      throw new RangeError(`run ${run}: entry ${entry.seq} appended where ${newest + 1} was due`)
    }
    this.#newest.set(run, entry.seq)
    this.#waiting.push({ run, entry })
    this.pending += entry.bytes.length
    this.#draining ??= this.#drain()
  }

  async flush(): Promise<void> {
    while (this.#draining) await this.#draining
  }

  async read({ run, after }: JournalRead): Promise<JournalPage> {
    const lastSeq = this.#newest.get(run) ?? 0
    return { entries: [], scanned: Math.max(after, lastSeq), lastSeq }
  }

  async runs(): Promise<[]> {
    return []
  }

  async participants(): Promise<ParticipantPage> {
    return { participants: [], next: null }
  }

  async observations(): Promise<ObservationPage> {
    return { observations: [], next: null, last: 0 }
  }

  onCommitted(listener: (run: string, seq: number) => void): void {
    this.#listeners.push(listener)
  }

  /** A taker that cannot go on ends the program: there is never trouble to report. */
  onTrouble(): void {}

  async close(): Promise<void> {
    this.#closed = true
    await this.flush()
  }

  async #drain(): Promise<void> {
    // Not within `append`: nobody may rely on seeing an entry at once. One turn's entries go together.
    await new Promise(setImmediate)
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      for (const [run, entries] of byRun(batch)) {
        await this.#take(run, entries)
        for (const entry of entries) this.pending -= entry.bytes.length
        for (const listener of this.#listeners) listener(run, entries.at(-1)!.seq)
      }
    }
    this.#draining = null
  }
}

function byRun(batch: readonly { run: string; entry: Entry }[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const { run, entry } of batch) {
    const group = groups.get(run)
    if (group) group.push(entry)
    else groups.set(run, [entry])
  }
  return groups
}
