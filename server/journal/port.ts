/**
 * The journal's port: append-only, one order per run. Counterparts: `sqlite/` (durable) and `memory.ts` (tests); both
 * pass `journal.suite.ts`. A networked log could implement it too: nothing here depends on one machine.
 *
 * Duties of every adapter:
 * - It MUST keep entries of a run in the order of `append`, which gives them gap-free `seq` from 1.
 * - It MUST call `onCommitted` only for entries that survive a crash of the process from then on.
 * - It MUST return from `read` only committed entries, byte for byte as they were appended.
 * - It MUST NOT lose an appended entry silently: when it cannot keep one, it MUST call `onTrouble`, leave the entry
 *   pending and retry until it is kept or the journal is closed.
 * - It MUST keep observations of a run the same way, in an order and with numbers of their own.
 * - `pending` MUST count the payload bytes appended and not yet committed, so that runs can pause.
 *
 * Duties to those who read (`read`, `runs`, `participants`); `read-queue.ts` keeps the first three for every adapter:
 * - It MUST serve askers in turn: an asker with one read waits for at most one of each other asker, beside the one
 *   under way.
 * - It MUST hold a bounded number of reads, in all and for each asker, and reject what goes beyond with `overloaded`.
 * - It MUST NOT begin a read whose asker has gone (its signal is aborted), and MUST reject it with the signal's reason.
 * - Reads MUST NOT delay commits: they run one at a time, in time slices, and a commit waits for one slice at most.
 */
import type { Run } from '#shared/protocol/model.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { EventKind, LabEvent } from '#shared/protocol/events.ts'
import type { Forgetting, Forgotten, Traces } from './forgetting.ts'
import type { Observation } from '#shared/protocol/observations.ts'
import type { FilterTerm } from '#shared/trace/filter.ts'

/** The fields of an event's kind, beyond the common ones. JSON-safe. */
type Common = 'seq' | 't' | 'time' | 'participant' | 'wakeUp' | 'bytes' | 'size' | 'text' | 'kind'
export type Detail<K extends EventKind = EventKind> = K extends EventKind
  ? Omit<Extract<LabEvent, { kind: K }>, Common>
  : never

/** An event before it has been encoded for the wire. `bytes` is kept by reference and must not change afterwards. */
export interface Entry {
  readonly seq: number
  /** Microseconds since the run's start. */
  readonly t: number
  /** Milliseconds since 1970. */
  readonly time: number
  readonly kind: EventKind
  readonly participant: number
  readonly wakeUp: number
  readonly bytes: Uint8Array
  readonly detail: Detail
}

/** What the journal remembers of a run beside its entries. */
export type RunRecord = Omit<Run, 'present' | 'trouble' | 'lastSeq'>

/** Who asks the journal: askers take turns, and so do the lines of one asker among themselves. */
export interface Asker {
  /** A session, or an address without one. */
  readonly by: string
  /** A connection, or a run that is watched. */
  readonly line: string
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal
}

/** The lab itself, at its start. */
export const LAB: Asker = { by: 'lab', line: '' }

/** Figures of the reading side. */
export interface ReadFigures {
  /** Reads that wait for their turn. */
  readonly waiting: number
  /** Reads that were begun, since the journal was opened. */
  readonly performed: number
}

export interface JournalRead {
  run: string
  /** Entries with a larger seq. */
  after: number
  limit: number
  /**
   * The answer ends before it weighs more than this, `MAX_PAGE_BYTES` at most; its first entry comes whole in any case.
   */
  bytes?: number
  /** Cut payloads to this many bytes; `size` of the result tells the whole. */
  preview?: number
  filter?: readonly FilterTerm[]
}

/** An entry as it is read back: `bytes` may be cut, `size` is the length in the journal. */
export interface StoredEntry extends Entry {
  readonly size: number
}

export interface JournalPage {
  entries: StoredEntry[]
  /**
   * The last seq that was examined: the `after` of the next call. Less than `lastSeq` when the answer was full
   * (`limit`, `bytes`) or the call's time was up.
   */
  scanned: number
  lastSeq: number
}

export interface ObservationRead {
  run: string
  /** Observations with a larger number. */
  after: number
  limit: number
}

export interface ObservationPage {
  observations: Observation[]
  /** The `after` of the next call; null at the end. */
  next: number | null
  /** The number of the newest, 0 where there is none. */
  last: number
}

export interface ParticipantRead {
  run: string
  /** Those whose life touches seq `from` to `to`. */
  from: number
  to: number
  /** Those with a larger id. */
  after?: number
  limit: number
  /** The last `limit` of them rather than the first; `after` has no meaning then. */
  newest?: boolean
}

export interface ParticipantPage {
  /** By id. */
  participants: Participant[]
  /** The `after` of the next call; null at the end. */
  next: number | null
}

export interface Trouble {
  code: 'disk-full' | 'journal-failed'
  message: string
}

/** Bytes of the journal's files. */
export interface JournalRoom {
  readonly used: number
  readonly free: number
}

/** Changes of what was kept already, for those who have a right to it; everything else is never rewritten. */
export interface JournalUpkeep {
  /** What is known of a person: participants that ever had the name, and what is theirs, in runs that still write too. */
  trace(name: string): Promise<Traces>
  /**
   * Replaces a person's names and addresses in all that is kept of runs that do not write. Resolves when nothing of it is left in
   * the journal's files of them and another look has found none; rejects with what that look found. A run that ends meanwhile is not
   * passed over.
   * @param live ids of the runs that write now: they are left alone
   */
  forget(who: Forgetting, live: () => readonly string[]): Promise<Forgotten>
  /** Deletes all of a run that has ended. Its id is not given again. */
  erase(run: string): Promise<void>
  /** Leaves nothing of what was erased in the journal's files, which keep their size. */
  settle(): Promise<void>
  /** The same, and the files take no more room than they need. */
  tidy(): Promise<void>
  /** Bytes that what is kept takes, and those that are free in the files and used again. */
  room(): Promise<JournalRoom>
}

export interface Journal {
  /** Payload bytes appended and not yet committed, over all runs. */
  readonly pending: number
  /** Registers a run. The journal gives it an id: short, unique over restarts. */
  createRun(record: Omit<RunRecord, 'id'>): Promise<RunRecord>
  /** Records a change of a run's state, listeners or end; ordered with the entries appended before. Own runs only. */
  updateRun(run: string, change: Partial<Pick<RunRecord, 'state' | 'listeners' | 'stoppedAt'>>): void
  /** Remembers a participant (inserts or replaces by id); ordered with the entries appended before. */
  saveParticipant(run: string, participant: Participant): void
  /** Opens an ended run of an earlier process for appending, from `lastSeq` + 1 on. */
  takeUp(run: RunRecord, lastSeq: number): void
  /** Appends to a run that this process created or took up. Throws RangeError when `entry.seq` is not the next one. */
  append(run: string, entry: Entry): void
  /** Keeps an observation of a run that this process created. Throws RangeError when its number is not the next one. */
  observe(run: string, observation: Observation): void
  /** Resolves when everything appended before the call is committed. */
  flush(): Promise<void>
  readonly reads: ReadFigures
  /** Rejects with `overloaded`, or with the reason of the asker's signal; so do the three below. */
  read(query: JournalRead, asker: Asker): Promise<JournalPage>
  /** Newest first. A run that an earlier process left unfinished is reported as `interrupted`; one whose record is damaged is passed over, and told to `damaged`. */
  runs(asker: Asker, damaged?: (run: string) => void): Promise<(RunRecord & { lastSeq: number })[]>
  participants(query: ParticipantRead, asker: Asker): Promise<ParticipantPage>
  /** By number. */
  observations(query: ObservationRead, asker: Asker): Promise<ObservationPage>
  readonly upkeep: JournalUpkeep
  /** Calls back after each commit, once for each run with new entries, with the newest committed seq. */
  onCommitted(listener: (run: string, seq: number) => void): void
  /** Calls back when entries cannot be kept, once for each change of the reason; null: they can again. */
  onTrouble(listener: (trouble: Trouble | null) => void): void
  /** Commits what is pending, then releases everything. Rejects with the amount if something could not be kept. */
  close(): Promise<void>
}
