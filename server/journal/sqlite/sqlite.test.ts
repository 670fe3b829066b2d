import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { journalSuite } from '../journal.suite.ts'
import { readingSuite } from '../reading.suite.ts'
import { fill, line, participant, plain, readAll, RECORD } from '../samples.fixture.ts'
import { LAB, type Journal } from '../port.ts'
import { parseFilter } from '#shared/trace/filter.ts'
import { JournalOpenError, openSqliteJournal } from './journal.ts'

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Begins a run of so many events in the folder, and closes the journal again. */
async function lived(folder: string, events: number): Promise<string> {
  const { journal } = await openSqliteJournal({ folder })
  const { id } = await journal.createRun(RECORD)
  journal.saveParticipant(id, participant(1, 'ana', 1))
  fill(journal, id, 1, events)
  await journal.close()
  return id
}

async function reopened(folder: string): Promise<{ journal: Journal; setAside: string | null }> {
  const opened = await openSqliteJournal({ folder })
  onTestFinished(() => opened.journal.close())
  return opened
}

const refusal = (folder: string): Promise<unknown> => openSqliteJournal({ folder }).catch((error: unknown) => error)

describe('the journal in SQLite', () => {
  journalSuite(async () => (await openSqliteJournal({ folder: scratch() })).journal)
  readingSuite(async (reads) => (await openSqliteJournal({ folder: scratch(), ...(reads && { reads }) })).journal)

  it('makes the folder, and finds everything again when it is opened anew', async () => {
    const folder = join(scratch(), 'a', 'b')
    const run = await lived(folder, 3000)
    const { journal, setAside } = await reopened(folder)
    expect(setAside).toBeNull()
    const entries = await readAll(journal, run)
    expect(entries.map(plain)).toEqual(Array.from({ length: 3000 }, (_, at) => plain(line(at + 1))))
    expect((await journal.createRun(RECORD)).id).not.toBe(run)
  })

  it('passes over a run whose row is broken, says so, and starts all the same', async () => {
    const folder = scratch()
    const first = await openSqliteJournal({ folder })
    const whole = await first.journal.createRun(RECORD)
    const broken = [await first.journal.createRun(RECORD), await first.journal.createRun(RECORD)]
    await first.journal.close()
    const db = new DatabaseSync(join(folder, 'journal.db'))
    for (const [i, record] of ['{"id":', '{}'].entries())
      db.prepare('UPDATE runs SET record = ? WHERE id = ?').run(record, Number(broken[i]!.id))
    db.close()
    const { journal, setAside } = await openSqliteJournal({ folder })
    onTestFinished(() => journal.close())
    expect(setAside).toBeNull()
    const damaged: string[] = []
    expect((await journal.runs(LAB, (run) => damaged.push(run))).map(({ id }) => id)).toEqual([whole.id])
    expect(damaged.sort()).toEqual(broken.map(({ id }) => id).sort())
  })

  it('passes over a participant whose row is broken, says so once, and tells the others and every event', async () => {
    const folder = scratch()
    const first = await openSqliteJournal({ folder })
    const { id: run } = await first.journal.createRun(RECORD)
    fill(first.journal, run, 1, 9)
    for (let id = 1; id <= 5; id++) first.journal.saveParticipant(run, participant(id, `p${id}`, id))
    await first.journal.close()
    const db = new DatabaseSync(join(folder, 'journal.db'))
    for (const [i, record] of ['{"id":', '{}', '{"id":4,"name":"p4"}'].entries())
      db.prepare('UPDATE participants SET record = ? WHERE run = ? AND id = ?').run(record, Number(run), i + 2)
    db.close()
    const told: [string, number][] = []
    const { journal } = await openSqliteJournal({ folder, damaged: (...of) => told.push(of) })
    onTestFinished(() => journal.close())
    for (let times = 0; times < 2; times++) {
      for (const newest of [true, false]) {
        const query = { run, from: 1, to: 9, limit: 3, newest }
        const { participants } = await journal.participants(query, LAB)
        expect(participants.map(({ name }) => name)).toEqual(newest ? ['p5'] : ['p1'])
      }
    }
    const rest = await journal.participants({ run, from: 1, to: 9, after: 3, limit: 3 }, LAB)
    expect([rest.participants.map(({ name }) => name), rest.next]).toEqual([['p5'], null])
    expect(told.map(([of, id]) => `${of} ${id}`).sort()).toEqual([2, 3, 4].map((id) => `${run} ${id}`))
    // Filters by name look at the rows too.
    const { entries } = await journal.read({ run, after: 0, limit: 9, filter: parseFilter('from:p1') }, LAB)
    expect(entries.map(({ seq }) => seq)).toEqual([3, 6, 9])
    expect(await readAll(journal, run)).toHaveLength(9)
  })

  it('calls a run interrupted, for good, that an earlier process did not end; its participants are gone', async () => {
    const folder = scratch()
    const run = await lived(folder, 4)
    const again = await reopened(folder)
    expect(await again.journal.runs(LAB)).toEqual([{ ...RECORD, id: run, state: 'interrupted', lastSeq: 4 }])
    expect(await again.journal.participants({ run, from: 1, to: 9, limit: 1000 }, LAB)).toEqual({
      participants: [{ ...participant(1, 'ana', 1), state: 'closed' }],
      next: null,
    })
    await again.journal.close()
    const { journal } = await reopened(folder)
    expect((await journal.runs(LAB)).map(({ state }) => state)).toEqual(['interrupted'])
  })

  it('takes little of the disk for a flood that repeats itself, and not more for one of random bytes than it has', async () => {
    const folder = scratch()
    const { journal } = await openSqliteJournal({ folder })
    const { id } = await journal.createRun(RECORD)
    const flood = Buffer.alloc(65_536, 'y\n')
    fill(journal, id, 1, 320, (seq) => line(seq, flood))
    await journal.flush()
    const size = (): number => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    expect(size()).toBeLessThan(320 * 65_536 * 0.05)
    fill(journal, id, 321, 640, (seq) => line(seq, randomBytes(65_536)))
    await journal.close()
    expect(size()).toBeLessThan(320 * 65_536 * 1.1)
  })

  it('refuses a folder that another lab uses, and leaves it alone', async () => {
    const folder = scratch()
    const { journal } = await openSqliteJournal({ folder })
    const error = await refusal(folder)
    expect(error).toBeInstanceOf(JournalOpenError)
    expect(error).toMatchObject({ reason: 'in-use', folder, message: expect.stringContaining(folder) })
    await journal.createRun(RECORD)
    await journal.close()
    expect(readdirSync(folder)).toEqual(['journal.db'])
    expect((await reopened(folder)).setAside).toBeNull()
  })

  it('refuses a folder that cannot be made or written', async () => {
    const file = join(scratch(), 'file')
    writeFileSync(file, '')
    for (const folder of [join(file, 'data'), file, '/proc/self']) {
      expect(await refusal(folder)).toMatchObject({ reason: 'unwritable', message: expect.stringContaining(folder) })
    }
  })

  it('refuses a journal of a later version, and leaves it alone', async () => {
    const folder = scratch()
    await lived(folder, 1)
    const db = new DatabaseSync(join(folder, 'journal.db'))
    db.exec('PRAGMA user_version = 99')
    db.close()
    const bytes = readFileSync(join(folder, 'journal.db'))
    expect(await refusal(folder)).toMatchObject({ reason: 'newer', message: expect.stringContaining(folder) })
    expect(readFileSync(join(folder, 'journal.db'))).toEqual(bytes)
  })

  describe('a damaged file', () => {
    const damages: Record<string, (path: string) => void> = {
      'that is no database': (path) => writeFileSync(path, 'these are not the bytes of a database\n'.repeat(100)),
      'that was cut short': (path) => truncateSync(path, 3 * 16_384),
      'with scribbled pages': (path) => {
        const bytes = readFileSync(path)
        writeFileSync(path, bytes.fill(0x5a, 16_384, 5 * 16_384))
      },
    }
    for (const [name, damage] of Object.entries(damages)) {
      it(`${name} is set aside as it is, and a fresh journal begun`, async () => {
        const folder = scratch()
        await lived(folder, 20_000)
        const path = join(folder, 'journal.db')
        damage(path)
        writeFileSync(`${path}-wal`, 'left behind')
        const [bytes, wal] = [readFileSync(path), readFileSync(`${path}-wal`)]
        const { journal, setAside } = await reopened(folder)
        expect(setAside).toMatch(/journal-damaged-.*\.db$/)
        expect(readFileSync(setAside!)).toEqual(bytes)
        expect(readFileSync(`${setAside}-wal`)).toEqual(wal)
        expect(await journal.runs(LAB)).toEqual([])
        const { id } = await journal.createRun(RECORD)
        fill(journal, id, 1, 3)
        await journal.flush()
        expect(await readAll(journal, id)).toHaveLength(3)
        expect(existsSync(path)).toBe(true)
      })
    }
  })
})
