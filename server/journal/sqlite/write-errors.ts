/** Why SQLite could not write, as the lab tells it. Counterpart: `worker.ts`. */
import { statfsSync } from 'node:fs'
import type { Trouble } from '../port.ts'

/** SQLITE_FULL: no space is left, or the database may not grow (sqlite.org/rescode.html). */
const FULL = 13
/** SQLITE_IOERR_WRITE, _FSYNC, _TRUNCATE: any errno of write(2) and its kin but ENOSPC; on some file systems a full one has EIO. */
const FAILED = [778, 1034, 1546]

/** @param free bytes that the disk has left, asked where the code alone does not say */
export function writeTrouble(code: number, free: () => number): Trouble['code'] {
  return code === FULL || (FAILED.includes(code) && free() === 0) ? 'disk-full' : 'journal-failed'
}

/** Bytes that the disk of a folder has left for this user; Infinity where it does not tell. */
export function freeIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return Infinity
  }
}
