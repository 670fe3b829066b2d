/**
 * The duties of a journal (`port.ts`) as tests; every adapter passes them all.
 * Counterparts: `memory.test.ts`, `journal/sqlite/sqlite.test.ts`.
 */
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LAB, type Entry, type Journal } from './port.ts'
import { observationSuite } from './observation.suite.ts'
import { fill, line, participant, plain, readAll, RECORD } from './samples.fixture.ts'

export function journalSuite(open: () => Promise<Journal>): void {
  async function start(): Promise<{ journal: Journal; run: string }> {
    const journal = await open()
    onTestFinished(() => journal.close())
    return { journal, run: (await journal.createRun(RECORD)).id }
  }

  describe('appending', () => {
    it('shows an entry only once it has said that the entry is committed', async () => {
      const { journal, run } = await start()
      const committed: number[] = []
      journal.onCommitted((of, seq) => of === run && committed.push(seq))
      journal.append(run, line(1))
      expect(committed).toEqual([])
      expect(journal.pending).toBe(7)
      await journal.flush()
      expect(committed).toEqual([1])
      expect(journal.pending).toBe(0)
      expect((await readAll(journal, run)).map(plain)).toEqual([plain(line(1))])
    })

    it('names each run with new entries once a commit, with its newest seq', async () => {
      const { journal, run } = await start()
      const other = (await journal.createRun(RECORD)).id
      const committed: [string, number][] = []
      journal.onCommitted((of, seq) => committed.push([of, seq]))
      fill(journal, run, 1, 3)
      fill(journal, other, 1, 2)
      await journal.flush()
      expect(committed).toEqual([
        [run, 3],
        [other, 2],
      ])
    })

    it('refuses a gap, a repetition and an unknown run, and goes on', async () => {
      const { journal, run } = await start()
      fill(journal, run, 1, 2)
      expect(() => journal.append(run, line(4))).toThrow(RangeError)
      expect(() => journal.append(run, line(2))).toThrow(RangeError)
      expect(() => journal.append('nobody', line(1))).toThrow('nobody')
      journal.append(run, line(3))
      await journal.flush()
      expect((await readAll(journal, run)).map((entry) => entry.seq)).toEqual([1, 2, 3])
    })

    it('keeps what is pending when it closes, and takes nothing afterwards', async () => {
      const { journal, run } = await start()
      let newest = 0
      journal.onCommitted((_, seq) => (newest = seq))
      fill(journal, run, 1, 2000)
      await journal.close()
      expect(newest).toBe(2000)
      expect(() => journal.append(run, line(2001))).toThrow('closed')
    })

    it('keeps every kind of payload byte for byte', async () => {
      const { journal, run } = await start()
      const every = Uint8Array.from({ length: 256 }, (_, byte) => byte)
      const random = Uint8Array.from({ length: 1_048_576 }, (_, at) => (at * 2_654_435_761) >>> 13)
      const payloads = [
        '',
        '\0',
        'a\0b\n',
        Uint8Array.of(0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80),
        every,
        'y\n'.repeat(40_000),
        random,
        '',
      ]
      fill(journal, run, 1, payloads.length, (seq) => line(seq, payloads[seq - 1]))
      await journal.flush()
      expect((await readAll(journal, run)).map(plain)).toEqual(
        payloads.map((payload, at) => plain(line(at + 1, payload))),
      )
    })

    it('keeps the details of every kind', async () => {
      const { journal, run } = await start()
      const common = { t: 0, time: 1.5, participant: 2 ** 33, wakeUp: Number.MAX_SAFE_INTEGER, bytes: new Uint8Array() }
      const lines = {
        lines: 0,
        reads: [],
        carried: true,
        partialBytes: 2 ** 40,
        discarded: 1_048_576,
        unfinished: false,
      }
      const entries: Entry[] = [
        { ...common, seq: 1, kind: 'run-started', detail: { program: 'relay', options: { maxLine: 16 } } },
        {
          ...common,
          seq: 2,
          kind: 'connected',
          detail: { name: 'é\0\ud800"', via: 'tcp', web: true, address: '[::1]:9', accepted: false },
        },
        { ...common, seq: 3, kind: 'lines', detail: { ...lines, to: [] } },
        {
          ...common,
          seq: 4,
          kind: 'lines',
          detail: { ...lines, to: 'console', reads: Array.from({ length: 64 }, (_, at) => at * 999) },
        },
        { ...common, seq: 5, kind: 'closed', detail: { reason: 'reset', unsent: 7, errno: 'ECONNRESET' } },
        { ...common, seq: 6, kind: 'blocked', detail: {} },
        { ...common, seq: 7, kind: 'datagram', detail: { to: 'console', cut: 0 } },
        {
          ...common,
          seq: 8,
          kind: 'datagram',
          bytes: Uint8Array.from({ length: 65_507 }, (_, i) => (i * 7) % 256),
          detail: { to: [], cut: 3, errno: 'EMSGSIZE' },
        },
      ]
      for (const entry of entries) journal.append(run, entry)
      await journal.flush()
      expect((await readAll(journal, run)).map(plain)).toEqual(entries.map(plain))
    })
  })

  describe('reading', () => {
    it('goes on from `scanned`, and says where the end is', async () => {
      const { journal, run } = await start()
      fill(journal, run, 1, 25)
      await journal.flush()
      const first = await journal.read({ run, after: 0, limit: 10 }, LAB)
      expect([first.entries.length, first.scanned, first.lastSeq]).toEqual([10, 10, 25])
      const last = await journal.read({ run, after: 20, limit: 10 }, LAB)
      expect([last.entries.map((entry) => entry.seq), last.scanned]).toEqual([[21, 22, 23, 24, 25], 25])
      const beyond = await journal.read({ run, after: 40, limit: 10 }, LAB)
      expect([beyond.entries, beyond.scanned, beyond.lastSeq]).toEqual([[], 40, 25])
      expect(await journal.read({ run: '999', after: 0, limit: 10 }, LAB)).toEqual({
        entries: [],
        scanned: 0,
        lastSeq: 0,
      })
    })

    it('cuts payloads to the preview, and tells their size', async () => {
      const { journal, run } = await start()
      journal.append(run, line(1, 'bonjour'))
      await journal.flush()
      const [entry] = (await journal.read({ run, after: 0, limit: 1, preview: 3 }, LAB)).entries
      expect([Buffer.from(entry?.bytes ?? []).toString(), entry?.size]).toEqual(['bon', 7])
    })

    it('bounds the entries and the payload of one answer', async () => {
      const { journal, run } = await start()
      const big = new Uint8Array(1_048_576)
      fill(journal, run, 1, 10, (seq) => line(seq, big))
      fill(journal, run, 11, 2000)
      await journal.flush()
      const page = await journal.read({ run, after: 0, limit: 5000 }, LAB)
      expect(page.entries.length).toBeGreaterThan(0)
      expect(page.entries.length).toBeLessThanOrEqual(8)
      expect(page.scanned).toBe(page.entries.length)
      expect((await journal.read({ run, after: 100, limit: 5000 }, LAB)).entries.length).toBeLessThanOrEqual(1000)
      expect(await readAll(journal, run)).toHaveLength(2000)
    })

    it('filters by sender, receiver, kind and text', async () => {
      const { journal, run } = await start()
      journal.saveParticipant(run, participant(1, 'Ana', 1))
      journal.saveParticipant(run, participant(3, ':51512', 1))
      fill(journal, run, 1, 3000, (seq) => line(seq, seq === 2999 ? 'Une AIGUILLE\n' : 'foin\n'))
      journal.append(run, { ...line(3001, ''), kind: 'ended', participant: 0, detail: {} })
      await journal.flush()
      const seqs = async (filter: string): Promise<number[]> =>
        (await readAll(journal, run, filter)).map(({ seq }) => seq)
      expect(await seqs('aiguille')).toEqual([2999])
      expect(await seqs('from:ana')).toHaveLength(1000)
      expect(await seqs('de:ana vers:51512')).toEqual((await seqs('from:ana')).filter((seq) => seq % 5 === 0))
      expect(await seqs('kind:ended')).toEqual([3001])
      expect(await seqs('from:program')).toEqual([3001])
      expect(await seqs('from:programme kind:lines')).toEqual([])
    })

    it('returns in any range what was appended, over several runs', async () => {
      const { journal } = await start()
      const appended = fc.record({
        run: fc.nat({ max: 2 }),
        bytes: fc.uint8Array({ maxLength: 300, size: 'max' }),
        reads: fc.array(fc.nat(), { maxLength: 5 }),
        to: fc.oneof(fc.constantFrom('others' as const, 'console' as const), fc.array(fc.nat(), { maxLength: 4 })),
        flush: fc.boolean(),
      })
      const ranges = fc.array(fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 60 })), { maxLength: 5 })
      await fc.assert(
        fc.asyncProperty(fc.array(appended, { maxLength: 60 }), ranges, async (list, asked) => {
          const runs = await Promise.all(
            [0, 1, 2].map(async () => ({ id: (await journal.createRun(RECORD)).id, kept: [] as Entry[] })),
          )
          for (const { run, bytes, reads, to, flush } of list) {
            const { id, kept } = runs[run]!
            const entry = line(kept.length + 1, bytes)
            kept.push({ ...entry, detail: { ...entry.detail, reads, to } })
            journal.append(id, kept.at(-1)!)
            if (flush) await new Promise(setImmediate)
          }
          await journal.flush()
          for (const { id, kept } of runs) {
            for (const [after, limit] of [[0, 1000] as const, ...asked]) {
              const page = await journal.read({ run: id, after, limit }, LAB)
              expect(page.entries.map(plain)).toEqual(kept.slice(after, after + limit).map(plain))
            }
          }
        }),
        { numRuns: 40 },
      )
    }, 20_000)
  })

  describe('runs and participants', () => {
    it('lists runs, newest first, as they were last changed', async () => {
      const { journal, run } = await start()
      const second = await journal.createRun({ ...RECORD, program: 'line-server' })
      expect(second.id).not.toBe(run)
      fill(journal, run, 1, 4)
      const listeners = [
        { number: 1, transport: 'tcp', host: '127.0.0.1', port: 8080, reachable: ['127.0.0.1'] } as const,
      ]
      journal.updateRun(run, {
        listeners: listeners.map((listener) => ({ ...listener, reachable: [...listener.reachable] })),
      })
      journal.updateRun(run, { state: 'stopped', stoppedAt: 5 })
      await journal.flush()
      const [newest, oldest] = await journal.runs(LAB)
      expect(newest).toEqual({ ...second, lastSeq: 0 })
      expect(oldest).toEqual({ ...RECORD, id: run, state: 'stopped', stoppedAt: 5, listeners, lastSeq: 4 })
    })

    it('tells who was there between two events, as last saved', async () => {
      const { journal, run } = await start()
      journal.saveParticipant(run, participant(10, 'late', 8))
      journal.saveParticipant(run, participant(2, 'short', 2))
      const changing = participant(2, 'short', 2, 5)
      journal.saveParticipant(run, changing)
      changing.name = 'changed later'
      journal.saveParticipant(run, participant(1, 'whole', 1))
      await journal.flush()
      const names = async (from: number, to: number): Promise<string[]> =>
        (await journal.participants({ run, from, to, limit: 1000 }, LAB)).participants.map(({ name }) => name)
      expect(await names(1, Infinity)).toEqual(['whole', 'short', 'late'])
      expect(await names(6, 7)).toEqual(['whole'])
      expect(await names(5, 8)).toEqual(['whole', 'short', 'late'])
      expect(await names(1, 1)).toEqual(['whole'])
      expect(await journal.participants({ run: '999', from: 1, to: 9, limit: 1000 }, LAB)).toEqual({
        participants: [],
        next: null,
      })
    })
  })

  observationSuite(start)
}
