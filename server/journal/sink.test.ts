import { describe, expect, it } from 'vitest'
import { SinkJournal } from './sink.ts'
import type { Entry } from './port.ts'
import { fill, line, RECORD } from './samples.fixture.ts'

/** A journal whose taker is done with a batch only when told. */
async function start() {
  const batches: { entries: readonly Entry[]; done: () => void }[] = []
  const journal = new SinkJournal((_, entries) => new Promise((resolve) => batches.push({ entries, done: resolve })))
  const committed: number[] = []
  journal.onCommitted((_, seq) => committed.push(seq))
  const { id } = await journal.createRun(RECORD)
  const taken = async (count: number) => {
    while (batches.length < count) await new Promise(setImmediate)
    return batches[count - 1]!
  }
  return { journal, run: id, committed, taken }
}

const seqs = (entries: readonly Entry[]) => entries.map(({ seq }) => seq)

describe('the journal that keeps nothing', () => {
  it('hands entries over in order, and counts them as pending until they are taken', async () => {
    const { journal, run, committed, taken } = await start()
    fill(journal, run, 1, 2)
    const first = await taken(1)
    fill(journal, run, 3, 5)
    expect(seqs(first.entries)).toEqual([1, 2])
    expect([journal.pending, committed]).toEqual([5 * 7, []])
    first.done()
    const second = await taken(2)
    expect(seqs(second.entries)).toEqual([3, 4, 5])
    expect([journal.pending, committed]).toEqual([3 * 7, [2]])
    second.done()
    await journal.flush()
    expect([journal.pending, committed]).toEqual([0, [2, 5]])
    fill(journal, run, 6, 6)
    ;(await taken(3)).done()
    await journal.close()
    expect(committed).toEqual([2, 5, 6])
  })

  it('refuses a gap, an unknown run, and anything once it is closed', async () => {
    const { journal, run } = await start()
    expect(() => journal.append(run, line(2))).toThrow(RangeError)
    expect(() => journal.append('nobody', line(1))).toThrow('nobody')
    await journal.close()
    expect(() => journal.append(run, line(1))).toThrow('closed')
  })

  it('remembers nothing, and says so', async () => {
    const { journal, run, taken } = await start()
    fill(journal, run, 1, 3)
    ;(await taken(1)).done()
    await journal.flush()
    expect(await journal.read({ run, after: 0, limit: 10 })).toEqual({ entries: [], scanned: 3, lastSeq: 3 })
    expect(await journal.runs()).toEqual([])
  })
})
