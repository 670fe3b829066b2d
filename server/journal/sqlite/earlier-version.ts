/**
 * Copies of a journal as an earlier version of the lab left it: made before the version of the file is raised, so that
 * there is a way back. Counterpart: `schema.ts`. Invariant: a copy under its final name is whole; none is ever overwritten.
 */
import { closeSync, existsSync, fchmodSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'

const NAME = /^journal-version-(\d+)(-\d+)?\.db$/

/**
 * Copies the database beside itself. Throws what SQLite and the system throw, a full disk among them; no copy is left then.
 * By SQL, since to open and close the file here would drop the locks that SQLite holds on it (POSIX fcntl).
 */
export function copyBeside(db: DatabaseSync, folder: string, version: number): void {
  const part = join(folder, 'journal-version.part')
  rmSync(part, { force: true })
  try {
    db.prepare('VACUUM INTO ?').run(part)
    const file = openSync(part, 'r')
    fchmodSync(file, 0o600)
    fsyncSync(file)
    closeSync(file)
    renameSync(part, freeName(folder, version))
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

function freeName(folder: string, version: number): string {
  for (let count = 1; ; count++) {
    const path = join(folder, `journal-version-${version}${count === 1 ? '' : `-${count}`}.db`)
    if (!existsSync(path)) return path
  }
}

/** Names of all files in which an earlier journal lies: copies of earlier versions, and what was set aside as damaged. */
export const earlierIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^journal-(version|damaged)-.*\.db(-wal)?$/.test(name))
    .sort()

/** Paths of copies that a lab of this version can open, those of the latest version first. */
export function copiesIn(folder: string, version: number): string[] {
  const copies = readdirSync(folder).flatMap((name) => {
    const of = Number(NAME.exec(name)?.[1] ?? Infinity)
    return of <= version ? [{ path: join(folder, name), of }] : []
  })
  return copies.sort((a, b) => b.of - a.of).map(({ path }) => path)
}
