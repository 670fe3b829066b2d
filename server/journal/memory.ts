/**
 * The journal in memory, for tests of its users. Counterpart: `sqlite/`, which keeps more than this one.
 * Invariant: an entry is visible only after its batch "commits", one turn of the event loop later, so that code
 * which relies on seeing its own appends at once fails here as it would on a disk. So with reads: a turn each.
 */
import type { Observation } from '#shared/protocol/observations.ts'
import type { Participant } from '#shared/protocol/model.ts'
import { MAX_PAGE } from '#shared/model/constants.ts'
import { forgetIn, type Forgetting } from './forgetting.ts'
import { collect, namesFrom } from './page.ts'
import { observationPage, toEntry } from './observed.ts'
import { ReadQueue, type ReadLimits } from './read-queue.ts'
import { inSlices } from './slices.ts'
import type {
  Asker,
  Entry,
  Journal,
  JournalUpkeep,
  JournalPage,
  JournalRead,
  ObservationPage,
  ObservationRead,
  ParticipantPage,
  ParticipantRead,
  ReadFigures,
  RunRecord,
  StoredEntry,
} from './port.ts'

interface Track {
  entries: Entry[]
  /** How many of `entries` are committed. */
  committed: number
}

interface Kept {
  record: RunRecord
  events: Track
  observations: Track
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
  readonly #reads: ReadQueue
  #lastRun = 0

  readonly upkeep: JournalUpkeep = {
    appearances: async (name) => {
      await this.flush()
      return [...this.#runs].flatMap(([run, { participants }]) =>
        [...participants.values()].filter((one) => one.name === name).map(({ address }) => ({ run, address })),
      )
    },
    forget: async (who, live) => {
      await this.flush()
      const ended = [...this.#runs].filter(([run]) => !live.includes(run))
      return {
        runs: ended.filter(([, kept]) => forgetInKept(kept, who)).map(([run]) => run),
        written: ended.filter(([, { events }]) => isWritten(events, who.name)).map(([run]) => run),
      }
    },
    erase: async (run) => void this.#runs.delete(run),
    settle: async () => {},
    tidy: async () => {},
    room: async () => ({ used: [...this.#runs.values()].reduce((sum, run) => sum + bytesOf(run), 0), free: 0 }),
  }

  constructor(limits?: ReadLimits) {
    this.#reads = new ReadQueue(limits)
  }

  get reads(): ReadFigures {
    return this.#reads.figures
  }

  async createRun(record: Omit<RunRecord, 'id'>): Promise<RunRecord> {
    const run = { ...structuredClone(record), id: String(++this.#lastRun) }
    this.#runs.set(run.id, { record: run, events: newTrack(), observations: newTrack(), participants: new Map() })
    return structuredClone(run)
  }

  /** A memory journal has no runs of earlier processes. */
  takeUp(): void {}

  updateRun(run: string, change: Partial<Pick<RunRecord, 'state' | 'listeners' | 'stoppedAt'>>): void {
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
    this.#add(run, this.#get(run).events, entry)
  }

  observe(run: string, observation: Observation): void {
    this.#add(run, this.#get(run).observations, toEntry(structuredClone(observation)))
  }

  #add(run: string, { entries }: Track, entry: Entry): void {
    if (entry.seq !== entries.length + 1) {
      throw new RangeError(`run ${run}: entry ${entry.seq} appended where ${entries.length + 1} was due`)
    }
    entries.push(entry)
    this.pending += entry.bytes.length
    this.#later()
  }

  async flush(): Promise<void> {
    await this.#commit
  }

  read(query: JournalRead, asker: Asker): Promise<JournalPage> {
    return inSlices(query, (asked) =>
      this.#inTurn(asker, () => {
        const kept = this.#runs.get(asked.run)
        if (kept === undefined) return { entries: [], scanned: asked.after, lastSeq: 0, full: false }
        const names = namesFrom((id) => kept.participants.get(id)?.name)
        return collect(stored(kept.events, asked.after), asked, kept.events.committed, names)
      }),
    )
  }

  observations(query: ObservationRead, asker: Asker): Promise<ObservationPage> {
    return this.#inTurn(asker, () => {
      const track = this.#runs.get(query.run)?.observations ?? newTrack()
      const page = collect(stored(track, query.after), query, track.committed, String)
      return observationPage(page)
    })
  }

  runs(asker: Asker): Promise<(RunRecord & { lastSeq: number })[]> {
    return this.#inTurn(asker, () =>
      Array.from(this.#runs.values(), (kept) => ({
        ...structuredClone(kept.record),
        lastSeq: kept.events.committed,
      })).reverse(),
    )
  }

  participants(query: ParticipantRead, asker: Asker): Promise<ParticipantPage> {
    const { run, from, to, after = 0, newest = false } = query
    const limit = Math.min(Math.max(query.limit, 1), MAX_PAGE)
    return this.#inTurn(asker, () => {
      const all = [...(this.#runs.get(run)?.participants.values() ?? [])].sort((a, b) => a.id - b.id)
      const living = all.filter((one) => one.joinedSeq <= to && (one.leftSeq === null || one.leftSeq >= from))
      if (newest) return { participants: structuredClone(living.slice(-limit)), next: null }
      const page = living.filter((one) => one.id > after).slice(0, limit)
      return { participants: structuredClone(page), next: page.length < limit ? null : page.at(-1)!.id }
    })
  }

  onCommitted(listener: (run: string, seq: number) => void): void {
    this.#listeners.push(listener)
  }

  /** Memory fails only with the whole process: there is never trouble to report. */
  onTrouble(_: Parameters<Journal['onTrouble']>[0]): void {}

  async close(): Promise<void> {
    this.#closed = true
    this.#reads.close(new Error('the journal is closed'))
    await this.flush()
  }

  /** Each read takes a turn of the event loop, as if another thread answered. */
  #inTurn<T>(asker: Asker, answer: () => T): Promise<T> {
    return this.#reads.ask(asker, async () => {
      await new Promise(setImmediate)
      return answer()
    })
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
    for (const [run, { events, observations }] of this.#runs) {
      observations.committed = observations.entries.length
      if (events.committed === events.entries.length) continue
      events.committed = events.entries.length
      for (const listener of this.#listeners) listener(run, events.committed)
    }
  }
}

/** Whether something of the person stood there. */
function forgetInKept(kept: Kept, who: Forgetting): boolean {
  const before = [kept.record, ...kept.participants.values()]
  kept.record = forgetIn(kept.record, who)
  for (const [id, one] of kept.participants) kept.participants.set(id, forgetIn(one, who))
  let changed = before.some((one, i) => one !== [kept.record, ...kept.participants.values()][i])
  for (const { entries } of [kept.events, kept.observations]) {
    entries.forEach((entry, i) => {
      const detail = forgetIn(entry.detail, who)
      if (detail === entry.detail) return
      changed = true
      entries[i] = { ...entry, detail }
    })
  }
  return changed
}

const isWritten = ({ entries }: Track, name: string): boolean =>
  entries.some(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(name))

const bytesOf = ({ events }: Kept): number => events.entries.reduce((sum, { bytes }) => sum + bytes.length, 0)

const newTrack = (): Track => ({ entries: [], committed: 0 })

function* stored({ entries, committed }: Track, after: number): Generator<StoredEntry> {
  for (let index = after; index < committed; index += 1) {
    const entry = entries[index]
    if (entry !== undefined) yield { ...entry, size: entry.bytes.length }
  }
}
