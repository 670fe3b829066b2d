/** What a journal owes to observations, which are numbered beside the events. Counterpart: `journal.suite.ts`, which has it run. */
import { describe, expect, it } from 'vitest'
import type { Observation } from '#shared/protocol/observations.ts'
import { LAB, type Journal } from './port.ts'
import { fill, readAll, RECORD } from './samples.fixture.ts'

/** @param start opens an empty journal with one run */
export function observationSuite(start: () => Promise<{ journal: Journal; run: string }>): void {
  describe('observations', () => {
    const moved = (number: number, line: string): Observation => ({
      number,
      after: 2 * number,
      t: 1000 * number,
      time: RECORD.startedAt + number,
      seen: { kind: 'program-moved', processes: [{ id: 'main', line, waits: { call: 'recv', who: 1 } }] },
    })

    it('have an order and numbers of their own, and are nobody else’s', async () => {
      const { journal, run } = await start()
      const other = (await journal.createRun(RECORD)).id
      const committed: string[] = []
      journal.onCommitted((of) => committed.push(of))
      fill(journal, run, 1, 3)
      const all = [moved(1, 'accept'), moved(2, 'recv')]
      for (const one of all) journal.observe(run, one)
      journal.observe(other, moved(1, 'select'))
      fill(journal, run, 4, 4)
      await journal.flush()
      expect(await journal.observations({ run, after: 0, limit: 10 }, LAB)).toEqual({
        observations: all,
        next: null,
        last: 2,
      })
      expect(await journal.observations({ run, after: 0, limit: 1 }, LAB)).toEqual({
        observations: [all[0]],
        next: 1,
        last: 2,
      })
      expect((await journal.observations({ run, after: 1, limit: 10 }, LAB)).observations).toEqual([all[1]])
      expect((await journal.observations({ run: other, after: 0, limit: 10 }, LAB)).observations).toHaveLength(1)
      expect((await journal.observations({ run: '999', after: 0, limit: 10 }, LAB)).observations).toEqual([])
      expect((await readAll(journal, run)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
      expect(new Set(committed)).toEqual(new Set([run]))
      expect((await journal.runs(LAB)).map(({ lastSeq }) => lastSeq)).toEqual([0, 4])
    })

    it('refuse a gap and a repetition', async () => {
      const { journal, run } = await start()
      journal.observe(run, moved(1, 'accept'))
      expect(() => journal.observe(run, moved(1, 'accept'))).toThrow(RangeError)
      expect(() => journal.observe(run, moved(3, 'accept'))).toThrow(RangeError)
    })
  })
}
