/**
 * Copies of a journal that nobody opens any more: set aside because it was damaged, or made before the version of its file was raised.
 * Counterparts: `schema.ts` and `earlier-version.ts`, which make them. Invariant: a copy that is younger than asked stays.
 */
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Those set aside tell when that was, and the file's own time is older: it is of the last write. */
const NAME =
  /^journal-(?:version-\d+(?:-\d+)?|damaged-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z)\.db(?:-wal|-shm)?$/

/** Deletes those that were made before a moment, milliseconds since 1970. Returns the names of those that are gone. Throws what the system does. */
export function deleteCopies(folder: string, before: number): string[] {
  return readdirSync(folder).filter((name) => {
    const match = NAME.exec(name)
    if (!match) return false
    const [, day, hour, minute, second, ms] = match
    const path = join(folder, name)
    const made = day === undefined ? statSync(path).mtimeMs : Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`)
    if (made >= before) return false
    rmSync(path)
    return true
  })
}
