/**
 * What the runtime asks of the keeper of files. Counterpart: `store.ts`, on disk.
 *
 * Duties:
 * - `write` MUST NOT block; while `behind`, whoever listens by `onBehind` MUST hand in no more.
 * - `stored` MUST come only when the disk has every byte of the file: it survives a crash from then on.
 * - A file that was begun and not ended, for whatever reason, MUST be listed as partial from the next start on.
 * - What does not fit the quota or the disk MUST be refused by `failed`, and leave nothing behind.
 */
import type { ReadStream } from 'node:fs'
import type { FileView, FileWay } from '#shared/protocol/transfers.ts'

/** A run as the files know it. Its start tells it from a run of another journal with the same number. */
export interface RunKey {
  readonly id: string
  readonly startedAt: number
}

/** Whose files get another name: participants that sent files called so, and the name that they get. */
export interface Renaming {
  readonly participants: readonly number[]
  readonly names: readonly string[]
  readonly name: string
}

export interface Beginning {
  readonly id: number
  readonly direction: FileWay
  readonly participant: number
  /** Any name: the store makes it safe. */
  readonly name: string
  /** Bytes that there will be, where that is known. */
  readonly total: number | null
  readonly startedAt: number
}

/** A file that is being received. */
export interface Incoming {
  /** The safe name under which it is kept. */
  readonly name: string
  /** Hands in bytes; they must not change, nor be used, afterwards. */
  write(bytes: Uint8Array): void
  /** Nothing more will come. `whole`: its end came as an end. Answered by `stored`, unless `failed` comes or has come. */
  end(whole: boolean): void
  /** Nothing of it is to be kept; answered by `failed` with this name. */
  drop(errno: string): void
}

/** How the sending of a file ended. */
export type SendingEnd = Pick<FileView, 'id' | 'state' | 'size' | 'sha256' | 'errno' | 'endedAt'>

/** A file that is read from its beginning to its end. */
export interface Source {
  /** The next bytes, the caller's to keep; none at the end. Rejects with what the system said. */
  read(): Promise<Uint8Array>
  close(): Promise<void>
}

export interface IncomingHandlers {
  stored(size: number, sha256: string): void
  /** It could not be kept: EDQUOT, ENOSPC, or what else the system said. Nothing follows. */
  failed(errno: string): void
}

export interface StoredFile {
  readonly name: string
  readonly size: number
  readonly stream: ReadStream
}

export interface FileStore {
  /** Bytes handed in wait for the disk, and are many. */
  readonly behind: boolean
  /** Calls whenever `behind` changes, until the function returned is called. */
  onBehind(listener: () => void): () => void
  receive(run: RunKey, file: Beginning, handlers: IncomingHandlers): Incoming
  /** Notes in the index that a file is being sent; its bytes lie under another number. */
  noteSending(run: RunKey, file: Beginning): void
  noteSent(run: RunKey, end: SendingEnd): void
  /** Opens a file that is kept, to send it. Rejects with what the system said. */
  source(run: RunKey, file: Pick<FileView, 'id' | 'name'>): Promise<Source>
  /** Deletes a file that has ended. Resolves to null, or to what the system said against it. */
  remove(run: RunKey, file: Pick<FileView, 'id' | 'name'>): Promise<string | null>
  /**
   * Gives files that a run, which has ended, received from these participants another name, a safe one, and leaves the earlier one
   * nowhere. Resolves to null, or to what the system said against it: then it may be asked again.
   */
  rename(run: RunKey, renaming: Renaming): Promise<string | null>
  /** Deletes all files of a run that has ended. Resolves to null, or to what the system said against it. */
  erase(run: RunKey): Promise<string | null>
  /** Bytes of all files. */
  used(): Promise<number>
  /** Bytes that the quota leaves. */
  room(): Promise<number>
  /** The files of a run as the disk knows them, by id; one that was begun and not ended counts as partial. */
  list(run: RunKey): Promise<FileView[]>
  /** Opens a file that was received; null when there is no such file. */
  open(run: RunKey, id: number): Promise<StoredFile | null>
  /** Waits for the disk, then lets go of everything. */
  close(): Promise<void>
}
