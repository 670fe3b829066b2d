/**
 * What is changed in a journal after it was written: a person is forgotten, a run is erased. Runs in the worker, beside `store.ts`; a
 * slice at a time, so that commits go on. Counterparts: `journal.ts`, which asks slice by slice; `forgetting.ts`.
 * Invariants: nothing of a run that still writes is touched; `seq`, times and payloads stay as they are; what was overwritten or
 * deleted is zero in the file (secure_delete), and gone from the write-ahead log and the file's free pages after `tidy`. Each slice
 * may be repeated.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { zstdDecompressSync } from 'node:zlib'
import type { JournalRoom } from '../port.ts'
import { forgetIn, standsIn, type Forgetting } from '../forgetting.ts'
import { BlockWriter, readBlock } from './block.ts'
import type { Questions } from './messages.ts'
import { pack } from './packing.ts'

/** Milliseconds of one slice: as long as one of a read. */
const SLICE_MS = 10
/** Blocks of one slice of erasing. */
const ERASED = 16

type Asked = Questions['forget']['asked']
type Slice = Questions['forget']['answer']

export class Upkeep {
  readonly #db: DatabaseSync
  readonly #block: StatementSync
  readonly #putBlock: StatementSync

  constructor(db: DatabaseSync) {
    this.#db = db
    this.#block = db.prepare('SELECT rowid AS at, * FROM blocks WHERE rowid > ? ORDER BY rowid LIMIT 1')
    this.#putBlock = db.prepare('UPDATE blocks SET packed = ?, data = ? WHERE rowid = ?')
  }

  /** Where a name took part: runs, and addresses without port. */
  appearances(name: string): Questions['appearances']['answer'] {
    const rows = this.#db
      .prepare(
        `SELECT run, record ->> 'address' AS address FROM participants
         WHERE iif(json_valid(record), record ->> 'name', NULL) = ?`,
      )
      .all(name)
    return rows.map(({ run, address }) => ({ run: String(run), address: String(address ?? '') }))
  }

  /** One slice over the blocks. `look`: changes nothing, and tells in `runs` where something still stands. */
  forget(asked: Asked): Slice {
    const { who, live, look } = asked
    const skip = new Set(live)
    const runs = new Set<string>()
    const written = new Set<string>()
    const name = Buffer.from(who.name)
    const deadline = performance.now() + SLICE_MS
    let at = asked.after
    this.#inTransaction(() => {
      for (;;) {
        const row = this.#block.get(at)
        if (row === undefined) return void (at = -1)
        at = Number(row['at'])
        const run = runOf(Number(row['run']))
        if (!skip.has(run)) {
          const data = row['data'] as Uint8Array
          const plain = row['packed'] === 1 ? zstdDecompressSync(data) : data
          const block = look ? lookThrough(plain, who) : rewritten(Number(row['first']), plain, who)
          if (block !== null) runs.add(run)
          if (block instanceof Uint8Array) this.#put(at, block)
          if (mentions(plain, name)) written.add(run)
        }
        if (performance.now() > deadline) return
      }
    })
    return { next: at === -1 ? null : at, runs: [...runs], written: [...written] }
  }

  /** The rows of runs and participants, at once. */
  forgetRecords({ who, live, look }: Asked): Slice {
    const runs = new Set<string>()
    this.#inTransaction(() => {
      for (const [table, key] of [
        ['participants', 'run'],
        ['runs', 'id'],
      ] as const) {
        const put = this.#db.prepare(`UPDATE ${table} SET record = ? WHERE ${key} = ? AND id = ?`)
        for (const row of this.#db.prepare(`SELECT ${key} AS run, id, record FROM ${table}`).all()) {
          const run = String(row['run'])
          const record = parsed(String(row['record']))
          if (live.includes(run) || record === null) continue
          const changed = look ? record : forgetIn(record, who)
          if (look ? standsIn(record, who) : changed !== record) runs.add(run)
          if (changed !== record) put.run(JSON.stringify(changed), row['run'] ?? 0, row['id'] ?? 0)
        }
      }
    })
    return { next: null, runs: [...runs], written: [] }
  }

  /** A slice of erasing a run; whether there is more. The newest keeps its number, which is never given twice. */
  erase(run: number, observations: number): boolean {
    return this.#inTransaction(() => {
      const few = this.#db
        .prepare('DELETE FROM blocks WHERE rowid IN (SELECT rowid FROM blocks WHERE run IN (?, ?) LIMIT ?)')
        .run(run, observations, ERASED)
      if (Number(few.changes) === ERASED) return true
      this.#db.prepare('DELETE FROM participants WHERE run = ?').run(run)
      this.#db.prepare(`UPDATE runs SET record = '${ERASED_RECORD}' WHERE id = ?`).run(run)
      this.#db.exec(`DELETE FROM runs WHERE record = '${ERASED_RECORD}' AND id < (SELECT max(id) FROM runs)`)
      return false
    })
  }

  /** Leaves nothing of what was overwritten in the log; free pages are zero already. */
  settle(): void {
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  room(): JournalRoom {
    const figure = (name: string): number => Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name])
    const [pages, free, size] = [figure('page_count'), figure('freelist_count'), figure('page_size')]
    return { used: (pages - free) * size, free: free * size }
  }

  /** Leaves nothing of what was overwritten: not in the log, not in free pages. Takes as long as copying the file. */
  tidy(): void {
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
  }

  #put(at: number, block: Uint8Array): void {
    const packed = pack(block)
    this.#putBlock.run(packed === null ? 0 : 1, packed ?? block, at)
  }

  #inTransaction<T>(work: () => T): T {
    this.#db.exec('PRAGMA secure_delete = ON; BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#db.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }
}

/** What stands for a run that was erased and whose number is still the largest. */
export const ERASED_RECORD = '{"erased":true}'

/** The run of a track. Observations have the run's number below zero (`batch.ts`). */
const runOf = (track: number): string => String(Math.abs(track))

/** The block without the person; null where nothing of the person stands in it. */
function rewritten(first: number, plain: Uint8Array, who: Forgetting): Uint8Array | null {
  let changed = false
  const writer = new BlockWriter(first, new ArrayBuffer(plain.length + 1024))
  for (const entry of readBlock(plain)) {
    const detail = forgetIn(entry.detail, who)
    changed ||= detail !== entry.detail
    writer.add({ ...entry, detail }, entry.size)
  }
  return changed ? new Uint8Array(writer.memory, 0, writer.used) : null
}

function lookThrough(plain: Uint8Array, who: Forgetting): true | null {
  for (const { detail } of readBlock(plain)) if (standsIn(detail, who)) return true
  return null
}

function mentions(plain: Uint8Array, name: Buffer): boolean {
  for (const { bytes } of readBlock(plain)) {
    if (bytes.length > 0 && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(name)) return true
  }
  return false
}

function parsed(record: string): object | null {
  try {
    return JSON.parse(record) as object
  } catch {
    return null
  }
}
