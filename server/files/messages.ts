/** What the store and its worker say to one another. Invariant: the worker answers in the order in which it was told. */
import type { IndexLine } from './index-lines.ts'
import type { Beginning, Renaming } from './port.ts'

/** `key` names a file that is open; never used twice. */
export type ToWorker =
  | { readonly type: 'begin'; readonly key: number; readonly folder: string; readonly file: Beginning }
  | { readonly type: 'write'; readonly key: number; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly key: number; readonly whole: boolean }
  | { readonly type: 'drop'; readonly key: number; readonly errno: string }
  | { readonly type: 'note'; readonly folder: string; readonly line: IndexLine }
  | { readonly type: 'remove'; readonly folder: string; readonly id: number; readonly path: string }
  | { readonly type: 'rename'; readonly folder: string; readonly renaming: Renaming }
  /** All files of a run. */
  | { readonly type: 'erase'; readonly folder: string }
  | { readonly type: 'room' }
  | { readonly type: 'close' }

export type FromWorker =
  /** So many bytes are no longer in memory. */
  | { readonly type: 'took'; readonly bytes: number }
  | { readonly type: 'stored'; readonly key: number; readonly size: number; readonly sha256: string }
  /** Bytes that the quota leaves. */
  | { readonly type: 'room'; readonly bytes: number }
  /** Answers `remove`, `rename` and `erase`: `errno` is null when it is done. */
  | { readonly type: 'done'; readonly errno: string | null }
  | { readonly type: 'failed'; readonly key: number; readonly errno: string }

export interface WorkerOptions {
  /** Folder of all files. */
  readonly root: string
  /** Bytes that all files together may take. */
  readonly quota: number
  /** Bytes that stay free on the disk. */
  readonly reserve: number
}
