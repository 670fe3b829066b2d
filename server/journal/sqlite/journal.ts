/**
 * The durable journal, main-thread side: packs what is appended, sends it to the worker in batches, and tells what
 * is kept. Counterpart: `worker.ts`, through `link.ts`.
 * Invariant: a batch stays here until the worker has acknowledged it; one batch is under way at a time, and what
 * is appended meanwhile gathers in the next, so that batches grow as the disk grows slower.
 */
import type { Observation } from '#shared/protocol/observations.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type {
  Asker,
  Entry,
  Journal,
  JournalPage,
  JournalRead,
  ObservationPage,
  ObservationRead,
  ParticipantPage,
  ParticipantRead,
  ReadFigures,
  RunRecord,
  Trouble,
} from '../port.ts'
import { observationPage, toEntry } from '../observed.ts'
import { ReadQueue, type ReadLimits } from '../read-queue.ts'
import { inSlices } from '../slices.ts'
import { Batch, LiveRun, observationsOf, Spares, type Track } from './batch.ts'
import { readBlock } from './block.ts'
import { JournalOpenError, WorkerLink } from './link.ts'
import { UpkeepLink } from './upkeep-link.ts'
import { onceEach, participantsIn, runsIn } from './records.ts'

export { JournalOpenError }

/** A batch is sent when it is so old (ms), or holds so many events or payload bytes. */
const COMMIT_MS = 10
const COMMIT_EVENTS = 500
const COMMIT_BYTES = 1024 * 1024
/** A refused batch is tried again after so long (ms). */
const RETRY_MS = 1000
/** The worker may die so often in a row before it counts as trouble: one restart takes some tenths of a second. */
const QUIET_DEATHS = 1
/** A closing journal does not wait for more restarts than this. */
const CLOSING_DEATHS = 4

/**
 * Opens the journal of a folder, which is made if absent. `setAside` is where a damaged journal was moved, null
 * when there was none. Rejects with JournalOpenError when the folder cannot be written or another lab uses it.
 */
export async function openSqliteJournal(options: {
  folder: string
  /** How many reads may wait; for tests. */
  reads?: ReadLimits
  /** Told, once, of each participant that the journal cannot tell any more. */
  damaged?: (run: string, participant: number) => void
}): Promise<{ journal: SqliteJournal; setAside: string | null }> {
  const journal = new SqliteJournal(options.folder, options.reads, options.damaged)
  return { journal, setAside: await journal.open() }
}

class SqliteJournal implements Journal {
  readonly #folder: string
  readonly #link: WorkerLink
  readonly #reads: ReadQueue
  readonly upkeep: UpkeepLink
  readonly #damaged: (run: string, participant: number) => void
  readonly #live = new Map<string, LiveRun>()
  readonly #committed: ((run: string, seq: number) => void)[] = []
  readonly #troubled: ((trouble: Trouble | null) => void)[] = []
  #pending = 0
  #lastRun = 0
  #trouble: Trouble | null = null
  readonly #spares = new Spares()
  #gathering = new Batch(1, this.#spares)
  #sent: Batch | null = null
  #sentAt = 0
  #due: NodeJS.Timeout | null = null
  #retry: NodeJS.Timeout | undefined
  #closing: Promise<void> | null = null

  constructor(folder: string, reads?: ReadLimits, damaged: (run: string, participant: number) => void = () => {}) {
    this.#folder = folder
    this.#damaged = onceEach(damaged)
    this.#reads = new ReadQueue(reads)
    this.#link = new WorkerLink(folder, {
      ready: () => this.#resend(),
      committed: (number) => this.#acknowledge(number),
      refused: (number, code, message) => this.#refused(number, code, message),
      died: (times, why) => this.#died(times, why),
    })
    const gone = (run: string): unknown => this.#live.delete(run)
    this.upkeep = new UpkeepLink({ link: this.#link, flush: () => this.flush(), gone })
  }

  async open(): Promise<string | null> {
    const opened = await this.#link.open()
    this.#lastRun = opened.lastRun
    return opened.setAside
  }

  get pending(): number {
    return this.#pending
  }

  get reads(): ReadFigures {
    return this.#reads.figures
  }

  async createRun(record: Omit<RunRecord, 'id'>): Promise<RunRecord> {
    this.#checkOpen()
    const run: RunRecord = { ...structuredClone(record), id: String(++this.#lastRun) }
    this.#live.set(run.id, new LiveRun(run))
    this.#gathering.saveRun(run)
    await this.flush()
    return structuredClone(run)
  }

  takeUp(run: RunRecord, lastSeq: number): void {
    if (!this.#live.has(run.id)) this.#live.set(run.id, new LiveRun(structuredClone(run), lastSeq))
  }

  updateRun(run: string, change: Partial<Pick<RunRecord, 'state' | 'listeners' | 'stoppedAt'>>): void {
    const live = this.#get(run)
    live.record = { ...live.record, ...structuredClone(change) }
    this.#gathering.saveRun(live.record)
    this.#schedule()
  }

  saveParticipant(run: string, participant: Participant): void {
    this.#get(run)
    this.#gathering.saveParticipant(run, participant)
    this.#schedule()
  }

  append(run: string, entry: Entry): void {
    this.#add(run, this.#get(run).events, entry)
  }

  observe(run: string, observation: Observation): void {
    this.#add(run, this.#get(run).observations, toEntry(observation))
  }

  #add(run: string, track: Track, entry: Entry): void {
    if (entry.seq !== track.seq + 1) {
      throw new RangeError(`run ${run}: entry ${entry.seq} appended where ${track.seq + 1} was due`)
    }
    this.#gathering.add(track, entry)
    track.seq = entry.seq
    this.#pending += entry.bytes.length
    this.#schedule()
  }

  flush(): Promise<void> {
    const last = this.#gathering.isEmpty ? this.#sent : this.#gathering
    if (last === null) return Promise.resolve()
    return new Promise((resolve, reject) => {
      last.waiters.push({ resolve, reject })
      this.#schedule()
    })
  }

  read(query: JournalRead, asker: Asker): Promise<JournalPage> {
    return this.#read(query, Number(query.run), asker)
  }

  async observations(query: ObservationRead, asker: Asker): Promise<ObservationPage> {
    return observationPage(await this.#read(query, observationsOf(Number(query.run)), asker))
  }

  #read(query: JournalRead, track: number, asker: Asker): Promise<JournalPage> {
    return inSlices(query, async (asked) => {
      const question = { ...asked, run: String(track) }
      const { packed, used, ...slice } = await this.#reads.ask(asker, () => this.#link.ask('read', question))
      return { entries: [...readBlock(new Uint8Array(packed, 0, used))], ...slice }
    })
  }

  async runs(asker: Asker, damaged: (run: string) => void = () => {}): Promise<(RunRecord & { lastSeq: number })[]> {
    const rows = await this.#reads.ask(asker, () => this.#link.ask('runs', null))
    return runsIn(rows, damaged)
  }

  async participants(query: ParticipantRead, asker: Asker): Promise<ParticipantPage> {
    const { rows, next } = await this.#reads.ask(asker, () => this.#link.ask('participants', query))
    return { participants: participantsIn(rows, (participant) => this.#damaged(query.run, participant)), next }
  }

  onCommitted(listener: (run: string, seq: number) => void): void {
    this.#committed.push(listener)
  }

  onTrouble(listener: (trouble: Trouble | null) => void): void {
    this.#troubled.push(listener)
  }

  /** Rejects when something could not be kept, and says how much; everything is let go of in any case. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** What tests do to a journal that no test can do from outside. */
  readonly faults = {
    /** Ends the worker in the middle of whatever it does. */
    killWorker: (): Promise<void> => this.#link.kill(),
    /** Makes the disk full at so many pages of 16 KiB (at the present size when that is larger). */
    limitPages: async (pages: number): Promise<void> => void (await this.#link.ask('limit-pages', pages)),
  }

  async #close(): Promise<void> {
    try {
      const kept = this.flush()
      if (this.#trouble !== null) this.#resend()
      await kept
    } finally {
      clearTimeout(this.#retry)
      this.#reads.close(new Error(`the journal in ${this.#folder} is closed`))
      await this.#link.close()
    }
  }

  #checkOpen(): void {
    if (this.#closing !== null) throw new Error(`the journal in ${this.#folder} is closed`)
  }

  #get(run: string): LiveRun {
    this.#checkOpen()
    const live = this.#live.get(run)
    if (live === undefined) throw new Error(`run ${run} is not one that this process began`)
    return live
  }

  /** Sends the batch that gathers, now or when it is old enough; not while another is under way. */
  #schedule(): void {
    if (this.#sent !== null) return
    const { events, payload, waiters } = this.#gathering
    if (events >= COMMIT_EVENTS || payload >= COMMIT_BYTES || waiters.length > 0) return this.#send()
    // Counted from the last commit: after a quiet time the first event is kept at once.
    this.#due ??= setTimeout(() => this.#send(), Math.max(0, this.#sentAt + COMMIT_MS - performance.now()))
  }

  #send(): void {
    if (this.#due !== null) clearTimeout(this.#due)
    this.#due = null
    this.#sent = this.#gathering
    this.#gathering = new Batch(this.#sent.number + 1, this.#spares)
    this.#sentAt = performance.now()
    this.#link.commit(this.#sent)
  }

  #resend(): void {
    clearTimeout(this.#retry)
    if (this.#sent !== null) this.#link.commit(this.#sent)
    else this.#tell(null)
  }

  #acknowledge(number: number): void {
    const batch = this.#sent
    // Sent twice, kept once: the second acknowledgement has nothing to tell.
    if (batch?.number !== number) return
    this.#sent = null
    this.#pending -= batch.payload
    batch.release()
    if (!this.#gathering.isEmpty) this.#schedule()
    this.#tell(null)
    for (const [run, seq] of batch.newest) for (const listener of this.#committed) listener(run, seq)
    for (const { resolve } of batch.waiters) resolve()
  }

  #refused(number: number, code: Trouble['code'], message: string): void {
    if (this.#sent?.number !== number) return
    if (this.#closing !== null) return this.#giveUp(message)
    this.#tell({ code, message: `the journal in ${this.#folder} cannot be written, and tries again: ${message}` })
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.#resend(), RETRY_MS)
  }

  #died(times: number, why: string): void {
    if (this.#closing !== null && times >= CLOSING_DEATHS) return this.#giveUp(why)
    if (times <= QUIET_DEATHS) return
    this.#tell({ code: 'journal-failed', message: `the journal in ${this.#folder} failed, and starts again: ${why}` })
  }

  #giveUp(why: string): void {
    const lost = [this.#sent, this.#gathering].filter((batch) => batch !== null)
    const events = lost.reduce((sum, batch) => sum + batch.events, 0)
    const error = new Error(
      `the journal in ${this.#folder} closed without ${events} events that it could not keep: ${why}`,
    )
    for (const batch of lost) for (const { reject } of batch.waiters.splice(0)) reject(error)
  }

  #tell(trouble: Trouble | null): void {
    if (trouble?.code === this.#trouble?.code) return
    this.#trouble = trouble
    for (const listener of this.#troubled) listener(trouble)
  }
}
