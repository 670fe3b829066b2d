/** Runs, participants and entries for tests of the journal and of what reads it. An entry is known by its seq alone. */
import type { Participant } from '#shared/protocol/model.ts'
import { parseFilter } from '#shared/trace/filter.ts'
import { LAB, type Entry, type Journal, type RunRecord, type StoredEntry } from './port.ts'

export const RECORD: Omit<RunRecord, 'id'> = {
  program: 'relay',
  options: { maxLine: 16_384 },
  state: 'running',
  listeners: [],
  startedAt: 1_790_000_000_000,
  stoppedAt: null,
}

/** A line of participant 1 + (seq mod 3), told to the others. */
export function line(seq: number, payload: string | Uint8Array = `line ${seq}\n`): Entry {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
  const to = seq % 5 === 0 ? [3, 1] : seq % 7 === 0 ? 'console' : 'others'
  const detail = {
    to,
    lines: 1,
    reads: [bytes.length],
    carried: false,
    partialBytes: 3,
    discarded: 0,
    unfinished: true,
  } as const
  const fields = { t: seq * 1000.5, time: RECORD.startedAt + seq, participant: 1 + (seq % 3), wakeUp: seq }
  return {
    seq,
    ...fields,
    kind: 'lines',
    bytes,
    detail: { ...detail, to: typeof to === 'string' ? to : [...to], reads: [...detail.reads] },
  }
}

export function participant(id: number, name: string, joinedSeq: number, leftSeq: number | null = null): Participant {
  const none = { bytes: 0, lines: 0 }
  const counts = { sent: none, received: none, partialBytes: 0, queued: 0, paused: false }
  return { id, name, via: 'tcp', web: false, address: '127.0.0.1:1', state: 'open', joinedSeq, leftSeq, ...counts }
}

/** Appends entries made by `make` for seq `from` to `to`. */
export function fill(
  journal: Journal,
  run: string,
  from: number,
  to: number,
  make: (seq: number) => Entry = line,
): void {
  for (let seq = from; seq <= to; seq += 1) journal.append(run, make(seq))
}

/** Everything from `after` on, by as many reads as it takes. */
export async function readAll(journal: Journal, run: string, filter = '', after = 0): Promise<StoredEntry[]> {
  const all: StoredEntry[] = []
  for (;;) {
    const page = await journal.read({ run, after, limit: 1000, filter: parseFilter(filter) }, LAB)
    all.push(...page.entries)
    if (page.scanned >= page.lastSeq) return all
    if (page.scanned <= after) throw new Error(`the journal stays at ${after} of ${page.lastSeq}`)
    after = page.scanned
  }
}

/** An entry as plain data, so that a Buffer equals the Uint8Array that comes back. */
export function plain(entry: Entry | StoredEntry): object {
  return { size: entry.bytes.length, ...entry, bytes: Buffer.from(entry.bytes).toString('hex') }
}
