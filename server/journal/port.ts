/**
 * The journal's port: append-only, one order per run. Counterparts: `sqlite/` (durable) and `memory.ts` (tests);
 * both pass `contract.ts`. A networked log could stand behind it as well: nothing here is particular to one machine.
 *
 * Duties of every adapter:
 * - It MUST keep entries of a run in the order of `append`, which gives them gap-free `seq` from 1.
 * - It MUST call `onCommitted` only for entries that survive a crash of the process from then on.
 * - It MUST return from `read` only committed entries, byte for byte as they were appended.
 * - It MUST NOT lose an appended entry silently: when it cannot keep it, `onTrouble` says so, the entry stays
 *   pending, and it is tried again until it is kept or the journal is closed.
 * - `pending` MUST count the payload bytes appended and not yet committed, so that runs can hold back.
 */
import type { Run } from '../wire/model.ts'
import type { Participant } from '../wire/model.ts'
import type { EventKind, LabEvent } from '../wire/events.ts'
import type { FilterTerm } from '../wire/filter.ts'

/** What belongs to the kind of an event alone: its fields beyond the common ones. JSON-safe. */
type Common = 'seq' | 't' | 'time' | 'participant' | 'wake' | 'bytes' | 'size' | 'text' | 'kind'
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
  readonly wake: number
  readonly bytes: Uint8Array
  readonly detail: Detail
}

/** What the journal remembers of a run beside its entries. */
export type RunRecord = Omit<Run, 'present' | 'trouble' | 'lastSeq'>

export interface JournalRead {
  run: string
  /** Entries with a larger seq. */
  after: number
  limit: number
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
   * Everything up to here has been looked at: the `after` of the next call. Less than `lastSeq` where the answer was
   * full (`limit`, 8 MiB of payload) or the 40 ms were over that one call may take.
   */
  scanned: number
  lastSeq: number
}

export interface Trouble {
  code: 'disk-full' | 'journal-failed'
  message: string
}

export interface Journal {
  /** Payload bytes appended and not yet committed, over all runs. */
  readonly pending: number
  /** Makes a run known. Its id is the journal's to give: short, unique over restarts. */
  createRun(record: Omit<RunRecord, 'id'>): Promise<RunRecord>
  /** Records a change of a run's state, doors or end; ordered with the entries appended before. Own runs only. */
  updateRun(run: string, change: Partial<Pick<RunRecord, 'state' | 'doors' | 'stoppedAt'>>): void
  /** Remembers a participant (inserts or replaces by id); ordered with the entries appended before. */
  saveParticipant(run: string, participant: Participant): void
  /** Appends to a run that this process created. Throws RangeError when `entry.seq` is not the next one. */
  append(run: string, entry: Entry): void
  /** Resolves when everything appended before the call is committed. */
  flush(): Promise<void>
  read(query: JournalRead): Promise<JournalPage>
  /** Newest first. A run that an earlier process left unfinished is reported as `interrupted`. */
  runs(): Promise<(RunRecord & { lastSeq: number })[]>
  /** Participants of a run whose life touches seq `from` to `to`, by id. */
  participants(run: string, from: number, to: number): Promise<Participant[]>
  /** Called after each commit, once for each run that has new entries in it, with the newest committed seq. */
  onCommitted(listener: (run: string, seq: number) => void): void
  /** Called when entries cannot be kept, once for each change of the reason (null: they can again). */
  onTrouble(listener: (trouble: Trouble | null) => void): void
  /** Commits what is pending, then lets go of everything. Rejects, saying how much, when something could not be kept. */
  close(): Promise<void>
}
