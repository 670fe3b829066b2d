/**
 * What the main thread (`journal.ts`, through `link.ts`) and the worker (`worker.ts`) say to one another.
 * Invariant: every message may be sent again after a restart of the worker; the second time it changes nothing.
 */
import type { Forgetting } from '../forgetting.ts'
import type { JournalRead, JournalRoom, ParticipantRead } from '../port.ts'

/** Entries of one track, consecutive, in the form of `block.ts`; `run` is its key. `data` is transferred; the sender keeps the original. */
export interface Block {
  run: number
  first: number
  count: number
  data: ArrayBuffer
}

export interface ParticipantRow {
  run: number
  id: number
  joined: number
  left: number | null
  /** The participant as JSON. */
  record: string
}

/** One transaction: all of it is kept, or none. */
export interface Commit {
  kind: 'commit'
  number: number
  runs: { id: number; record: string }[]
  participants: ParticipantRow[]
  blocks: Block[]
}

/** Questions by name: what is asked, what is answered. */
export interface Questions {
  /** One slice of a read of the track that `run` names: `full` tells that it ended because its page was full. */
  read: {
    asked: JournalRead
    answer: { packed: ArrayBuffer; used: number; scanned: number; lastSeq: number; full: boolean }
  }
  runs: { asked: null; answer: { id: string; record: string; lastSeq: number }[] }
  participants: { asked: ParticipantRead; answer: { rows: { id: number; record: string }[]; next: number | null } }
  /** Participants of that name: where, and from which address, without port. */
  appearances: { asked: string; answer: { run: string; address: string }[] }
  /**
   * One slice of forgetting, over the blocks behind `after` (0: all), or over the records; `live`: runs that still write, which are
   * left alone; `look`: only looks what still stands. `next` is the `after` of the next slice; null at the end.
   */
  forget: {
    asked: { who: Forgetting; live: readonly string[]; look: boolean; of: 'blocks' | 'records'; after: number }
    answer: { next: number | null; runs: string[]; written: string[] }
  }
  /** One slice of erasing a run: whether there is more. */
  erase: { asked: { run: number; observations: number }; answer: boolean }
  settle: { asked: null; answer: null }
  tidy: { asked: null; answer: null }
  room: { asked: null; answer: JournalRoom }
  /** For tests of a full disk: the database may not grow beyond so many pages (or its present size if larger). */
  'limit-pages': { asked: number; answer: null }
}
export type Question = { [Q in keyof Questions]: { name: Q; asked: Questions[Q]['asked'] } }[keyof Questions]

export type ToWorker = Commit | { kind: 'ask'; number: number; question: Question } | { kind: 'close' }

export type FromWorker =
  | { kind: 'opened'; setAside: string | null; lastRun: number; file: FileIdentity }
  | { kind: 'not-opened'; reason: OpenFailure; message: string }
  | { kind: 'committed'; number: number }
  | { kind: 'refused'; number: number; code: 'disk-full' | 'journal-failed'; message: string }
  | { kind: 'answer'; number: number; answer: unknown }
  | { kind: 'failed'; number: number; message: string }

/** in-use: another lab has the folder; unwritable: no file can be made there; newer: a later version wrote it. */
export type OpenFailure = 'in-use' | 'unwritable' | 'newer' | 'failed'

export interface WorkerStart {
  folder: string
  /** The file that the first worker of this process opened: a later one takes no other, and makes none. Null for the first. */
  file: FileIdentity | null
}

/** Tells a file from another one at its path. The number of one that has been removed may be given again: its birth is not. */
export interface FileIdentity {
  dev: bigint
  ino: bigint
  /** Nanoseconds since 1970; 0 where the file system keeps none. */
  birthtimeNs: bigint
}
