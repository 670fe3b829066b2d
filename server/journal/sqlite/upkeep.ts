/**
 * What is changed in a journal after it was written: a person is forgotten, a run is erased. Runs in the worker, beside `store.ts`; a
 * slice at a time, so that commits go on. Counterparts: `journal.ts`, which asks slice by slice; `forgetting.ts`.
 * Invariants: nothing of a run that still writes is touched; `seq`, times and payloads stay as they are; what was overwritten or
 * deleted is zero in the file (secure_delete), and gone from the write-ahead log and the file's free pages after `tidy`. Each slice
 * may be repeated.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Participant } from '#shared/protocol/model.ts'
import { Eraser } from '../forgetting.ts'
import type { JournalRoom } from '../port.ts'
import { Tracer } from '../tracing.ts'
import { BlockWriter, readBlock } from './block.ts'
import { inParticipant } from './earlier-words.ts'
import type { At, Questions } from './messages.ts'
import { pack } from './packing.ts'
import { Rows } from './rows.ts'

/** Blocks of one slice of erasing. */
const ERASED = 16

export class Upkeep {
  readonly #db: DatabaseSync
  readonly #rows: Rows
  readonly #putBlock: StatementSync
  readonly #putRun: StatementSync
  readonly #putParticipant: StatementSync

  constructor(db: DatabaseSync, rows = new Rows(db)) {
    this.#db = db
    this.#rows = rows
    this.#putBlock = db.prepare('UPDATE blocks SET packed = ?, data = ? WHERE rowid = ?')
    this.#putRun = db.prepare('UPDATE runs SET record = ? WHERE id = ?')
    this.#putParticipant = db.prepare('UPDATE participants SET record = ? WHERE run = ? AND id = ?')
  }

  /** One slice of a look for what is known of a person. */
  trace({ known, at }: Questions['trace']['asked']): Questions['trace']['answer'] {
    const tracer = new Tracer(known)
    const next = this.#rows.slice(at, {
      record: (run, id, record) => {
        if (id === 0) tracer.run(run, record)
        else tracer.record(run, inParticipant(record as Participant))
      },
      block: (run, plain) => {
        for (const entry of readBlock(plain)) tracer.event(run, entry)
      },
    })
    return { next, found: tracer.found }
  }

  /** One slice of forgetting a person. `look`: changes nothing, and tells in `runs` where something still stands. */
  forget({ who, live, look, at }: Questions['forget']['asked']): Questions['forget']['answer'] {
    const eraser = new Eraser(who)
    const skip = new Set(look ? [] : live)
    const runs = new Set<string>()
    const written = new Set<string>()
    const next = this.#inTransaction(() =>
      this.#rows.slice(at, {
        record: (run, id, record, place) => {
          if (skip.has(run)) return
          const about = { run, participant: id }
          if (look ? eraser.standsIn(record, about) : this.#putWithout(record, eraser.without(record, about), place))
            runs.add(run)
        },
        block: (run, plain, first, place) => {
          if (skip.has(run)) return
          if (look ? standsIn(run, plain, eraser) : this.#putBlockWithout(run, plain, first, eraser, place.run))
            runs.add(run)
          if (!look && isWritten(plain, eraser)) written.add(run)
        },
      }),
    )
    return { next, runs: [...runs], written: [...written] }
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

  /** Whether it has changed. */
  #putWithout(before: object, after: object, { of, run, id }: At): boolean {
    if (after === before) return false
    const record = JSON.stringify(after)
    if (of === 'runs') this.#putRun.run(record, run)
    else this.#putParticipant.run(record, run, id)
    return true
  }

  /** Whether something of the person stood in it. */
  #putBlockWithout(run: string, plain: Uint8Array, first: number, eraser: Eraser, row: number): boolean {
    let changed = false
    const writer = new BlockWriter(first, new ArrayBuffer(plain.length + 1024))
    for (const entry of readBlock(plain)) {
      const detail = entry.kind === 'lines' ? entry.detail : eraser.without(entry.detail, { run, ...entry })
      changed ||= detail !== entry.detail
      writer.add({ ...entry, detail }, entry.size)
    }
    if (!changed) return false
    const block = new Uint8Array(writer.memory, 0, writer.used)
    const packed = pack(block)
    this.#putBlock.run(packed === null ? 0 : 1, packed ?? block, row)
    return true
  }

  #inTransaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE')
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

function standsIn(run: string, plain: Uint8Array, eraser: Eraser): boolean {
  for (const entry of readBlock(plain)) {
    if (entry.kind !== 'lines' && eraser.standsIn(entry.detail, { run, ...entry })) return true
  }
  return false
}

function isWritten(plain: Uint8Array, eraser: Eraser): boolean {
  for (const { bytes } of readBlock(plain)) if (eraser.isWritten(bytes)) return true
  return false
}
