/**
 * Opens the database file of a data folder: looks whether it is sound, sets a damaged one aside, takes the lock,
 * makes the tables. Invariant: a damaged file is renamed, never written to; a file that another lab uses is not touched.
 *
 * The lock is SQLite's own (locking mode EXCLUSIVE): the kernel lets go of it with the process, however that dies.
 */
import { accessSync, constants, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { copyBeside, copiesIn } from './earlier-version.ts'
import type { FileIdentity, OpenFailure } from './messages.ts'

/**
 * 2: events of datagrams, which a lab of version 1 cannot read. 3: lines whose beginning is told before their end,
 * observations, and kinds that a reader does not know and passes over. The tables are the same.
 */
const VERSION = 3
export const JOURNAL_FILE = 'journal.db'
/** Files up to this size are checked whole at start, at some gigabytes a second; larger ones as far as start reads. */
const CHECKED_BYTES = 1024 * 1024 * 1024
/** An earlier lab that is just ending is waited for so long (ms). */
const LOCK_WAIT = 1000

/**
 * A block holds consecutive entries of one run (`block.ts`), zstd-compressed where `packed` is 1. A table with
 * hidden row numbers plus this index took 450 MB/s and found a block in 0.04 ms, WITHOUT ROWID 360 MB/s and 0.16 ms
 * (pages of 16 KiB; 4 KiB pages halve the throughput).
 */
const TABLES = `
  CREATE TABLE runs (id INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE participants (
    run INTEGER NOT NULL, id INTEGER NOT NULL, joined INTEGER NOT NULL, "left" INTEGER, record TEXT NOT NULL,
    PRIMARY KEY (run, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE blocks (
    run INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, packed INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (run, first)
  ) STRICT;
  PRAGMA user_version = ${VERSION};
`

/** A journal that cannot be opened: why, and in which folder. */
export class OpenError extends Error {
  readonly reason: OpenFailure
  constructor(reason: OpenFailure, message: string) {
    super(message)
    this.reason = reason
  }
}

/** Result code of an SQLite error, extended (sqlite.org/rescode.html); 0 when it is another error. */
export function sqliteCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0
}
const BUSY = 5
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26

/**
 * Makes a folder and those above it. Node's own recursive way never ends below a folder in which the system makes none
 * and says that it is not there, such as /proc.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  // What people said, and from where, is nobody else's on this machine.
  mkdirSync(folder, { mode: 0o700 })
}

/**
 * Opens the journal of `folder`, made if absent. `setAside`: where a damaged file now lies. Throws OpenError.
 * @param file the one that it must be, where this process has opened one before: then nothing is made
 */
export function openDatabase(folder: string, file: FileIdentity | null): { db: DatabaseSync; setAside: string | null } {
  const path = join(folder, JOURNAL_FILE)
  try {
    if (file !== null) {
      if (!isStill(file, folder)) throw new OpenError('failed', `the journal in ${folder} cannot be opened: ${REMOVED}`)
      return { db: connect(path), setAside: null }
    }
    makeFolder(resolve(folder))
    accessSync(folder, constants.W_OK)
    const setAside = isSound(path) ? null : moveAway(folder)
    const db = connect(path)
    endInterrupted(db)
    return { db, setAside }
  } catch (error) {
    throw explain(error, folder)
  }
}

/**
 * Looks through a connection that cannot write: a normal one would copy its write-ahead log into the damaged file
 * as it closes.
 */
function isSound(path: string): boolean {
  if (!existsSync(path)) return true
  const whole = statSync(path).size <= CHECKED_BYTES
  const db = new DatabaseSync(path, { readOnly: true, timeout: LOCK_WAIT })
  try {
    const check = whole ? 'PRAGMA quick_check(1)' : 'SELECT count(*) FROM runs'
    const found = db.prepare(check).get()
    return !whole || found?.['quick_check'] === 'ok'
  } catch (error) {
    if ([CORRUPT, NOTADB].includes(sqliteCode(error) & 0xff)) return false
    throw error
  } finally {
    db.close()
  }
}

export const REMOVED = 'its file has been removed from there, or replaced'

/** The journal's file in a folder. */
export function fileOf(folder: string): FileIdentity {
  const { dev, ino, birthtimeNs } = statSync(join(folder, JOURNAL_FILE), { bigint: true })
  return { dev, ino, birthtimeNs }
}

/**
 * Whether this is still the file of its folder. SQLite writes on into a file that has been removed, and says nothing: what it keeps
 * goes with this process.
 */
export function isStill(file: FileIdentity, folder: string): boolean {
  const now = statSync(join(folder, JOURNAL_FILE), { bigint: true, throwIfNoEntry: false })
  return now?.ino === file.ino && now.dev === file.dev && now.birthtimeNs === file.birthtimeNs
}

function moveAway(folder: string): string {
  const time = new Date().toISOString().replace(/[:.]/g, '-')
  const aside = join(folder, `journal-damaged-${time}.db`)
  for (const suffix of ['-wal', '-shm', '']) {
    const from = join(folder, JOURNAL_FILE + suffix)
    if (existsSync(from)) renameSync(from, aside + suffix)
  }
  return aside
}

/**
 * What is deleted is zero in the file from the beginning on (secure_delete): what is written moves between pages as the tree
 * grows, and a copy that such a move leaves behind without it would be there still when the row itself has gone.
 */
function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: LOCK_WAIT })
  try {
    db.exec(`
      PRAGMA page_size = 16384;
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA journal_size_limit = 67108864;
      PRAGMA secure_delete = ON;
      BEGIN IMMEDIATE;
    `)
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
    if (version > VERSION) throw new OpenError('newer', tooNew(path))
    if (version === 0) db.exec(TABLES)
    db.exec('COMMIT')
    if (version > 0 && version < VERSION) {
      copyBeside(db, dirname(path), version)
      db.exec(`PRAGMA user_version = ${VERSION}`)
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function tooNew(path: string): string {
  const copies = copiesIn(dirname(path), VERSION)
  const or = copies.length > 0 ? `, or put ${copies[0]} in its place, which an earlier version left` : ''
  return `${path} was written by a later version of the lab: use that one, or another folder${or}`
}

/** What an earlier process left unfinished ends here; its participants are gone with it. */
function endInterrupted(db: DatabaseSync): void {
  db.exec(`
    BEGIN IMMEDIATE;
    UPDATE participants SET record = json_set(record, '$.state', 'closed', '$.queued', 0)
      WHERE iif(json_valid(record), record ->> 'state', 'closed') <> 'closed'
      AND run IN (SELECT id FROM runs WHERE iif(json_valid(record), record ->> 'state', '') IN ('running', 'stopping'));
    UPDATE runs SET record = json_set(record, '$.state', 'interrupted')
      WHERE iif(json_valid(record), record ->> 'state', '') IN ('running', 'stopping');
    COMMIT;
  `)
}

function explain(error: unknown, folder: string): OpenError {
  if (error instanceof OpenError) return error
  const words = error instanceof Error ? error.message : String(error)
  const system = error instanceof Error && 'syscall' in error
  const code = sqliteCode(error) & 0xff
  if (code === BUSY) {
    return new OpenError(
      'in-use',
      `the data folder ${folder} is in use by another lab: stop that one, or use another folder`,
    )
  }
  if (system || [READONLY, CANTOPEN].includes(code)) {
    return new OpenError('unwritable', `the data folder ${folder} cannot be written: ${words}`)
  }
  if ([IOERR, FULL].includes(code)) {
    return new OpenError('unwritable', `the data folder ${folder} cannot be written, is its disk full? ${words}`)
  }
  return new OpenError('failed', `the journal in ${folder} cannot be opened: ${words}`)
}
