/**
 * A process that appends to two runs as fast as the journal takes it and prints `run seq` of each commit, until it
 * is killed. Counterpart: `faults.test.ts`. Payload of an entry: `payloadOf`, so that the reader can check it.
 */
import { writeSync } from 'node:fs'
import type { Entry } from '../port.ts'
import { openSqliteJournal } from './journal.ts'

/** What this process says of entry `seq`: lines, and now and then a large read. */
export function payloadOf(seq: number): Uint8Array {
  return Buffer.from(`${seq} bonjour\n`.repeat(seq % 50 === 0 ? 3000 : 1 + (seq % 4)))
}

if (import.meta.main) {
  const { journal } = await openSqliteJournal({ folder: process.argv[2] ?? '' })
  const record = { program: 'relay', options: { maxLine: 16_384 }, listeners: [], startedAt: Date.now() } as const
  const create = (): Promise<{ id: string }> =>
    journal.createRun({ ...record, listeners: [], state: 'running', stoppedAt: null })
  const runs = [await create(), await create()]
  // Synchronous, so that what was said was said before the kill.
  journal.onCommitted((run, seq) => writeSync(1, `${run} ${seq}\n`))
  const detail: Entry['detail'] = {
    to: 'others',
    lines: 1,
    reads: [],
    carried: false,
    partialBytes: 0,
    discarded: 0,
    unfinished: false,
  }
  for (let seq = 1; ; seq += 1) {
    const entry: Entry = {
      seq,
      t: seq,
      time: 0,
      kind: 'lines',
      participant: 1,
      wakeUp: seq,
      bytes: payloadOf(seq),
      detail,
    }
    for (const run of runs) journal.append(run.id, entry)
    if (seq % 20 === 0 || journal.pending > 4_000_000) await new Promise(setImmediate)
  }
}
