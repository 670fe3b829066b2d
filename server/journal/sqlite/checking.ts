/**
 * Looks through the journal of a folder and changes nothing: whether the file is sound, and every block can be read and follows on the
 * one before. Counterparts: `schema.ts`, which looks as far as a start needs; `server/cli/kept.ts`.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { zstdDecompressSync } from 'node:zlib'
import { readBlock } from './block.ts'
import { JOURNAL_FILE } from './schema.ts'
import { ERASED_RECORD } from './upkeep.ts'

/** Problems that are told. */
const MOST = 100

export interface JournalCheck {
  readonly runs: number
  readonly events: number
  readonly observations: number
  /** One sentence each, in English; the first hundred. */
  readonly problems: readonly string[]
}

/** Throws what SQLite does: SQLITE_BUSY (5) where a lab has the journal, SQLITE_NOTADB (26) where the file is no database. */
export function checkJournal(folder: string): JournalCheck {
  const db = new DatabaseSync(join(folder, JOURNAL_FILE), { readOnly: true })
  const problems: string[] = []
  const wrong = (what: string): void => void (problems.length < MOST && problems.push(what))
  try {
    for (const row of db.prepare(`PRAGMA integrity_check(${MOST})`).iterate()) {
      const said = String(row['integrity_check'])
      if (said !== 'ok') wrong(`the file: ${said}`)
    }
    let [runs, events, observations] = [0, 0, 0]
    for (const { id, record } of db.prepare('SELECT id, record FROM runs').iterate()) {
      if (record === ERASED_RECORD) continue
      runs++
      if (!isJson(String(record))) wrong(`run ${id}: its record cannot be read`)
    }
    let [track, next] = [0, 1]
    for (const row of db.prepare('SELECT * FROM blocks ORDER BY run, first').iterate()) {
      const [run, first, count] = [Number(row['run']), Number(row['first']), Number(row['count'])]
      if (run !== track) [track, next] = [run, 1]
      const where = `run ${Math.abs(run)}, ${run < 0 ? 'observations' : 'events'} ${first} to ${first + count - 1}`
      if (first !== next) wrong(`${where}: ${next} was due`)
      next = first + count
      const why = whyUnreadable(row['packed'] === 1, row['data'] as Uint8Array, first, count)
      if (why !== null) wrong(`${where}: ${why}`)
      if (run < 0) observations += count
      else events += count
    }
    return { runs, events, observations, problems }
  } finally {
    db.close()
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function whyUnreadable(packed: boolean, data: Uint8Array, first: number, count: number): string | null {
  try {
    let due = first
    for (const { seq } of readBlock(packed ? zstdDecompressSync(data) : data)) {
      if (seq !== due++) return `${seq} stands where ${due - 1} was due`
    }
    return due === first + count ? null : `${due - first} of ${count} can be read`
  } catch (error) {
    return `cannot be read (${(error as Error).message})`
  }
}
