/**
 * The journal in memory, for tests of what stands on it. Counterpart: `sqlite/`, which keeps more than this one.
 * Invariant: an entry is visible only after its batch "commits", one turn of the event loop later, so that code
 * which relies on seeing its own appends at once fails here as it would on a disk.
 */
import type { Participant } from '../wire/model.ts'
import { collect, namesFrom } from './page.ts'
import type { Entry, Journal, JournalPage, JournalRead, RunRecord, StoredEntry } from './port.ts'

interface Kept {
  record: RunRecord
  entries: Entry[]
  /** How many of `entries` are committed. */
  committed: number
  participants: Map<number, Participant>
}

/** Opens an empty journal that lives as long as the object. */
export class MemoryJournal implements Journal {
  pending = 0
  readonly #runs = new Map<string, Kept>()
  readonly #listeners: ((run: string, seq: number) => void)[] = []
  #changes: (() => void)[] = []
  #commit: Promise<void> | null = null
  #closed = false

  async createRun(record: Omit<RunRecord, 'id'>): Promise<RunRecord> {
    const run = { ...structuredClone(record), id: String(this.#runs.size + 1) }
    this.#runs.set(run.id, { record: run, entries: [], committed: 0, participants: new Map() })
    return structuredClone(run)
  }

  updateRun(run: string, change: Partial<Pick<RunRecord, 'state' | 'doors' | 'stoppedAt'>>): void {
    const kept = this.#get(run)
    const copy = structuredClone(change)
    this.#later(() => Object.assign(kept.record, copy))
  }

  saveParticipant(run: string, participant: Participant): void {
    const kept = this.#get(run)
    const copy = structuredClone(participant)
    this.#later(() => kept.participants.set(copy.id, copy))
  }

  append(run: string, entry: Entry): void {
    const kept = this.#get(run)
    if (entry.seq !== kept.entries.length + 1) {
      throw new RangeError(`run ${run}: entry ${entry.seq} appended where ${kept.entries.length + 1} was due`)
    }
    kept.entries.push(entry)
    this.pending += entry.bytes.length
    this.#later()
  }

  async flush(): Promise<void> {
    await this.#commit
  }

  async read(query: JournalRead): Promise<JournalPage> {
    const kept = this.#runs.get(query.run)
    if (kept === undefined) return { entries: [], scanned: query.after, lastSeq: 0 }
    const names = new Map(Array.from(kept.participants.values(), (one) => [one.id, one.name]))
    return collect(stored(kept, query.after), query, kept.committed, namesFrom(names))
  }

  async runs(): Promise<(RunRecord & { lastSeq: number })[]> {
    return Array.from(this.#runs.values(), (kept) => ({
      ...structuredClone(kept.record),
      lastSeq: kept.committed,
    })).reverse()
  }

  async participants(run: string, from: number, to: number): Promise<Participant[]> {
    const all = [...(this.#runs.get(run)?.participants.values() ?? [])]
    const living = all.filter((one) => one.joinedSeq <= to && (one.leftSeq === null || one.leftSeq >= from))
    return structuredClone(living).sort((a, b) => a.id - b.id)
  }

  onCommitted(listener: (run: string, seq: number) => void): void {
    this.#listeners.push(listener)
  }

  /** Memory does not fail short of the whole process: there is never anything to tell. */
  onTrouble(): void {}

  async close(): Promise<void> {
    this.#closed = true
    await this.flush()
  }

  #get(run: string): Kept {
    if (this.#closed) throw new Error(`run ${run}: the journal is closed`)
    const kept = this.#runs.get(run)
    if (kept === undefined) throw new Error(`run ${run} is unknown to the journal`)
    return kept
  }

  #later(change?: () => void): void {
    if (change !== undefined) this.#changes.push(change)
    this.#commit ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#commit = null
        this.#settle()
        resolve()
      })
    })
  }

  #settle(): void {
    const changes = this.#changes
    this.#changes = []
    for (const change of changes) change()
    this.pending = 0
    for (const [run, kept] of this.#runs) {
      if (kept.committed === kept.entries.length) continue
      kept.committed = kept.entries.length
      for (const listener of this.#listeners) listener(run, kept.committed)
    }
  }
}

function* stored(kept: Kept, after: number): Generator<StoredEntry> {
  const end = kept.committed
  for (let index = after; index < end; index += 1) {
    const entry = kept.entries[index]
    if (entry !== undefined) yield { ...entry, size: entry.bytes.length }
  }
}
