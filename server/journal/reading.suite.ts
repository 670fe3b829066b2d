/**
 * The duties of a journal to those who read (`port.ts`) as tests; every adapter passes them all.
 * Counterparts: `journal.suite.ts`, the duties of keeping; `memory.test.ts`, `journal/sqlite/sqlite.test.ts`.
 */
import { describe, expect, it, onTestFinished } from 'vitest'
import { LabError } from '../core/errors.ts'
import { LAB, type Asker, type Journal } from './port.ts'
import type { ReadLimits } from './read-queue.ts'
import { fill, line, participant, RECORD } from './samples.fixture.ts'

const asker = (by: string, signal?: AbortSignal): Asker => ({ by, line: '1', ...(signal && { signal }) })

export function readingSuite(open: (reads?: ReadLimits) => Promise<Journal>): void {
  async function start(reads?: ReadLimits) {
    const journal = await open(reads)
    onTestFinished(() => journal.close())
    const run = (await journal.createRun(RECORD)).id
    fill(journal, run, 1, 50)
    await journal.flush()
    const order: string[] = []
    /**
     * Asks; notes in `order` who was answered, and how. Not for events: on a slow machine a page of them may take several
     * turns.
     */
    const ask = async (who: Asker): Promise<void> => {
      try {
        await journal.runs(who)
        order.push(`${who.by} served`)
      } catch (error) {
        order.push(`${who.by} ${error instanceof LabError ? error.code : (error as Error).name}`)
      }
    }
    return { journal, run, order, ask }
  }

  describe('readers', () => {
    it('are served in turn, however much one of them asks', async () => {
      const { order, ask } = await start()
      const [a, b, c] = ['a', 'b', 'c'].map((by) => asker(by))
      await Promise.all([a, a, a, a, a, b, c, b].map((one) => ask(one!)))
      expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'a', 'a', 'a'].map((by) => `${by} served`))
    })

    it('are refused beyond the places of one, and beyond those of all, where the greediest gives one up', async () => {
      const { journal, order, ask } = await start({ total: 4, each: 3 })
      // The first is under way at once, and waits in no place.
      const asked = ['a', 'a', 'a', 'a', 'a', 'b', 'c', 'd', 'e'].map((by) => ask(asker(by)))
      expect(journal.reads.waiting).toBe(4)
      await Promise.all(asked)
      const refused = order.filter((one) => one.endsWith('overloaded'))
      expect(refused).toEqual(['a overloaded', 'a overloaded', 'a overloaded', 'e overloaded'].sort())
      expect(order.filter((one) => one.endsWith('served'))).toHaveLength(5)
      await ask(asker('a'))
      expect(order.at(-1)).toBe('a served')
    })

    it('cost nothing once they have gone', async () => {
      const { journal, run, order, ask } = await start()
      const before = journal.reads.performed
      const gone = new AbortController()
      const first = ask(asker('first'))
      const rest = [
        ...Array.from({ length: 20 }, () => ask(asker('gone', gone.signal))),
        journal.participants({ run, from: 1, to: 50, limit: 10 }, asker('gone', gone.signal)).catch(() => {}),
        journal.runs(asker('gone', gone.signal)).catch(() => {}),
      ]
      expect(journal.reads.waiting).toBe(22)
      gone.abort()
      expect(journal.reads.waiting).toBe(0)
      const late = ask(asker('late', gone.signal))
      await Promise.all([first, late, ...rest])
      expect(order.filter((one) => one === 'gone AbortError')).toHaveLength(20)
      expect(order).toEqual(expect.arrayContaining(['first served', 'late AbortError']))
      expect(journal.reads.performed - before).toBe(1)
    })

    it('that go while they are served are told so, and the next one is served', async () => {
      const { order, ask } = await start()
      const gone = new AbortController()
      const both = [ask(asker('gone', gone.signal)), ask(asker('stays'))]
      gone.abort(new DOMException('', 'TimeoutError'))
      await Promise.all(both)
      expect(order).toEqual(['gone TimeoutError', 'stays served'])
    })

    it('do not hold up a commit', async () => {
      const { journal, run, ask } = await start()
      const asked = Array.from({ length: 60 }, (_, i) => ask(asker(`reader ${i}`)))
      const before = journal.reads.performed
      journal.append(run, line(51))
      await journal.flush()
      // One was under way, and one may have been asked before the commit was sent.
      expect(journal.reads.performed - before).toBeLessThanOrEqual(2)
      await Promise.all(asked)
    })

    it('get participants a page at a time, or the newest', async () => {
      const { journal, run } = await start()
      const all = Array.from({ length: 2500 }, (_, i) => participant(3 * i + 1, `p${i}`, 1 + (i % 50), 50))
      for (const one of all) journal.saveParticipant(run, one)
      await journal.flush()
      const living = (from: number, to: number): number[] =>
        all.filter(({ joinedSeq, leftSeq }) => joinedSeq <= to && leftSeq! >= from).map(({ id }) => id)
      for (const [to, limit] of [
        [50, 700],
        [10, 40],
        [50, 2500],
      ] as const) {
        const ids: number[] = []
        for (let after: number | null = 0; after !== null;) {
          const page = await journal.participants({ run, from: 1, to, after, limit }, LAB)
          expect(page.participants.length).toBeLessThanOrEqual(Math.min(limit, 1000))
          ids.push(...page.participants.map(({ id }) => id))
          after = page.next
        }
        expect(ids).toEqual(living(1, to))
      }
      const newest = await journal.participants({ run, from: 1, to: 30, limit: 100, newest: true }, LAB)
      expect(newest.participants.map(({ id }) => id)).toEqual(living(1, 30).slice(-100))
      expect(newest.next).toBeNull()
    })

    it('get an answer that weighs what they asked for at most, numbers of lists included', async () => {
      const { journal, run } = await start()
      const reads = Array.from({ length: 500 }, () => 1)
      fill(journal, run, 51, 90, (seq) => {
        const entry = line(seq, 'x'.repeat(1000))
        return { ...entry, detail: { ...entry.detail, reads } }
      })
      await journal.flush()
      const page = await journal.read({ run, after: 50, limit: 100, bytes: 10_000 }, LAB)
      expect([page.entries.length, page.scanned]).toEqual([4, 54])
      const one = await journal.read({ run, after: 50, limit: 100, bytes: 1 }, LAB)
      expect([one.entries.length, one.scanned]).toEqual([1, 51])
    })
  })
}
