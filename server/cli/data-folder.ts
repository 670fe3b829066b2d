/**
 * What is kept of people is nobody else's on this machine: closes what the lab has in its data folder to other users, and the folder
 * itself where nothing but the lab's is in it. Earlier versions left both open. Counterparts: `serve.ts`, which says what stays open;
 * `journal/sqlite/schema.ts`, which makes the folder.
 * Invariants: nothing of others is changed; no link is followed; no file is opened, since that would drop SQLite's locks.
 */
import { chmodSync, lstatSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs'
import { join } from 'node:path'

/** What the lab puts there. */
const OWN =
  /^(journal(\.db|-(version|damaged)\b.*)(-wal|-shm)?|journal\.db-(wal|shm)|files|tls|(teacher|access)\.json(\.new)?|open-as-teacher\.html)$/
const OTHERS = 0o077

/** Where other users may still look, as paths: what is not the lab's user's, and a folder in which others keep something too. */
export function closeToOthers(folder: string): string[] {
  if (!process.getuid) return [] // Windows has no such modes
  const names = readdirSync(folder)
  const left = names.filter((name) => OWN.test(name)).flatMap((name) => closed(join(folder, name)) ?? [])
  const isOurs = names.every((name) => OWN.test(name))
  if (isOurs) return [...left, ...(closed(realpathSync(folder)) ?? [])]
  // Who may write there may put anything in place of what the lab reads.
  const writable = (statSync(folder).mode & 0o022) !== 0
  return writable ? [...left, folder] : left
}

/** The path, where it stays open. */
function closed(path: string): string | null {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found || found.isSymbolicLink() || (found.mode & OTHERS) === 0) return null
  return isClosed(path, found) ? null : path
}

function isClosed(path: string, { mode }: Stats): boolean {
  try {
    chmodSync(path, mode & 0o700)
    return true
  } catch {
    return false
  }
}
