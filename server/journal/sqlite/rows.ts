/**
 * A walk through all that the journal keeps: records of runs, participants, then blocks; a slice at a time. Counterpart:
 * `upkeep.ts`, which says what is done with each row. Invariant: a row is passed once, whatever the slices; each slice gets on.
 */
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import { zstdDecompressSync } from 'node:zlib'
import type { At } from './messages.ts'

/** Milliseconds of one slice: as long as one of a read. */
const SLICE_MS = 10

export const START: At = { of: 'runs', run: 0, id: 0 }
const ORDER = ['runs', 'participants', 'blocks'] as const

/** What is done with a row. `at` is where it is. */
export interface Visitor {
  /** A record that is no JSON is passed over. `id`: of the participant; 0 for the run's own. */
  record(run: string, id: number, record: object, at: At): void
  /** `plain`: entries, as `block.ts` has them; `first`: seq of the first one. */
  block(run: string, plain: Uint8Array, first: number, at: At): void
}

type Row = Record<string, SQLOutputValue>

export class Rows {
  readonly #next: Readonly<Record<At['of'], StatementSync>>
  readonly #now: () => number

  /** @param now monotonic, milliseconds */
  constructor(db: DatabaseSync, now: () => number = () => performance.now()) {
    this.#now = now
    this.#next = {
      runs: db.prepare('SELECT id AS run, 0 AS id, record FROM runs WHERE id > ? ORDER BY id LIMIT 1'),
      participants: db.prepare(
        'SELECT run, id, record FROM participants WHERE (run, id) > (?, ?) ORDER BY run, id LIMIT 1',
      ),
      blocks: db.prepare('SELECT rowid AS at, * FROM blocks WHERE rowid > ? ORDER BY rowid LIMIT 1'),
    }
  }

  /** One slice behind `from`. Returns where the next one begins; null at the end. */
  slice(from: At, visitor: Visitor): At | null {
    const deadline = this.#now() + SLICE_MS
    let at = from
    do {
      const row = this.#after(at)
      if (row === undefined) {
        const of = ORDER[ORDER.indexOf(at.of) + 1]
        if (of === undefined) return null
        at = { of, run: 0, id: 0 }
      } else at = visit(row, at.of, visitor)
    } while (this.#now() <= deadline)
    return at
  }

  #after({ of, run, id }: At): Row | undefined {
    return of === 'participants' ? this.#next[of].get(run, id) : this.#next[of].get(run)
  }
}

function visit(row: Row, of: At['of'], visitor: Visitor): At {
  const run = String(Math.abs(Number(row['run']))) // observations have the run's number below zero (`batch.ts`)
  if (of === 'blocks') {
    const at = { of, run: Number(row['at']), id: 0 }
    const data = row['data'] as Uint8Array
    visitor.block(run, row['packed'] === 1 ? zstdDecompressSync(data) : data, Number(row['first']), at)
    return at
  }
  const at = { of, run: Number(row['run']), id: Number(row['id']) }
  const record = parsed(String(row['record']))
  if (record !== null) visitor.record(run, at.id, record, at)
  return at
}

function parsed(record: string): object | null {
  try {
    const value: unknown = JSON.parse(record)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
