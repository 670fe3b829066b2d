/**
 * The journal's tables behind their operations. Runs in the worker, on the only connection.
 * Invariant: a commit is one transaction and may be repeated; reads see whole commits only.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { zstdDecompressSync } from 'node:zlib'
import { collect, namesFrom } from '../page.ts'
import type { JournalRead, ParticipantRead, StoredEntry } from '../port.ts'
import { BlockWriter, readBlock } from './block.ts'
import type { Commit, Questions } from './messages.ts'
import { pack } from './packing.ts'
import { participantReader } from './participants.ts'
import { ERASED_RECORD, Upkeep } from './upkeep.ts'

export class Store {
  readonly #db: DatabaseSync
  readonly #putRun: StatementSync
  readonly #putParticipant: StatementSync
  readonly #putBlock: StatementSync
  readonly #blockAt: StatementSync
  readonly #lastSeq: StatementSync
  readonly #name: StatementSync
  readonly upkeep: Upkeep
  readonly participants: (query: ParticipantRead) => Questions['participants']['answer']

  constructor(db: DatabaseSync) {
    this.#db = db
    this.#putRun = db.prepare('INSERT OR REPLACE INTO runs VALUES (?, ?)')
    this.#putParticipant = db.prepare('INSERT OR REPLACE INTO participants VALUES (?, ?, ?, ?, ?)')
    this.#putBlock = db.prepare('INSERT OR IGNORE INTO blocks VALUES (?, ?, ?, ?, ?)')
    this.#blockAt = db.prepare('SELECT * FROM blocks WHERE run = ? AND first <= ? ORDER BY first DESC LIMIT 1')
    this.#lastSeq = db.prepare('SELECT first + count - 1 AS seq FROM blocks WHERE run = ? ORDER BY first DESC LIMIT 1')
    this.#name = db.prepare(
      `SELECT iif(json_valid(record), record ->> 'name', NULL) AS name FROM participants WHERE run = ? AND id = ?`,
    )
    this.upkeep = new Upkeep(db)
    this.participants = participantReader(db)
  }

  /** Largest run id ever given. */
  get lastRun(): number {
    return Number(this.#db.prepare('SELECT max(id) AS id FROM runs').get()?.['id'] ?? 0)
  }

  /** Keeps all of it, durably, or throws and keeps nothing. */
  commit(commit: Commit): void {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      for (const { id, record } of commit.runs) this.#putRun.run(id, record)
      for (const { run, id, joined, left, record } of commit.participants) {
        this.#putParticipant.run(run, id, joined, left, record)
      }
      for (const { run, first, count, data } of commit.blocks) {
        const plain = new Uint8Array(data)
        const packed = pack(plain)
        this.#putBlock.run(run, first, count, packed === null ? 0 : 1, packed ?? plain)
      }
      this.#db.exec('COMMIT')
    } catch (error) {
      // A full disk has rolled back already.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  /** One page, packed: see `collect` for its bounds. */
  read(query: JournalRead): Questions['read']['answer'] {
    const run = Number(query.run)
    const lastSeq = Number(this.#lastSeq.get(run)?.['seq'] ?? 0)
    const page = collect(this.#entries(run, query.after), query, lastSeq, namesFrom(this.#names(run)))
    const writer = new BlockWriter(0, new ArrayBuffer(4096))
    for (const entry of page.entries) writer.add(entry, entry.size)
    return { packed: writer.memory, used: writer.used, scanned: page.scanned, lastSeq, full: page.full }
  }

  runs(): Questions['runs']['answer'] {
    const rows = this.#db.prepare('SELECT id, record FROM runs WHERE record <> ? ORDER BY id DESC').all(ERASED_RECORD)
    return rows.map(({ id, record }) => ({
      id: String(id),
      record: String(record),
      lastSeq: Number(this.#lastSeq.get(id ?? null)?.['seq'] ?? 0),
    }))
  }

  limitPages(pages: number): null {
    this.#db.exec(`PRAGMA max_page_count = ${Math.floor(pages)}`)
    return null
  }

  close(): void {
    this.#db.close()
  }

  *#entries(run: number, after: number): Generator<StoredEntry> {
    for (let next = after + 1; ;) {
      const row = this.#blockAt.get(run, next)
      if (row === undefined) return
      const end = Number(row['first']) + Number(row['count'])
      if (end <= next) return
      const data = row['data'] as Uint8Array
      yield* readBlock(row['packed'] === 1 ? zstdDecompressSync(data) : data, next)
      next = end
    }
  }

  /** Looked up as they are asked for: a run may have had a million participants, and a filter name none of them. */
  #names(run: number): (id: number) => string | undefined {
    const known = new Map<number, string | undefined>()
    return (id) => {
      if (!known.has(id)) {
        const row = this.#name.get(run, id)
        const name = row?.['name']
        known.set(id, typeof name === 'string' ? name : undefined)
      }
      return known.get(id)
    }
  }
}
