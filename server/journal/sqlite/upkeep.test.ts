/** Forgetting on disk: the files themselves are searched for what is to be gone. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { LAB } from '../port.ts'
import { line, participant, readAll, RECORD } from '../samples.fixture.ts'
import { upkeepSuite } from '../upkeep.suite.ts'
import { openSqliteJournal } from './journal.ts'
import { Rows, START } from './rows.ts'

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-upkeep-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

upkeepSuite(async () => (await openSqliteJournal({ folder: scratch() })).journal)

const MARKER = 'zq7-marker-of-a-person'
const WHO = { name: MARKER, instead: 'forgotten-1', names: [], files: [], participants: {}, pages: [], addresses: [] }
/** Files of the folder in which the bytes stand. */
const filesWith = (folder: string, text: string): string[] =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text))

it('leaves no byte of a name in any file, in a run that is not compressed', async () => {
  const folder = scratch()
  const { journal } = await openSqliteJournal({ folder })
  const { id } = await journal.createRun(RECORD)
  for (let n = 1; n <= 40; n++) {
    journal.saveParticipant(id, { ...participant(n, MARKER, 2 * n - 1), address: '198.51.100.23' })
    const detail = { name: MARKER, via: 'tcp', web: false, address: '198.51.100.23', accepted: true } as never
    journal.append(id, { ...line(2 * n - 1), kind: 'connected', bytes: new Uint8Array(0), detail })
    journal.append(id, line(2 * n))
    await journal.flush() // small blocks are not compressed
  }
  expect(filesWith(folder, MARKER)).not.toEqual([])
  const who = { ...WHO, addresses: ['198.51.100.23'] }
  expect(await journal.upkeep.forget(who, () => [])).toEqual({ runs: [id], written: [], live: [], copies: [] })
  expect(filesWith(folder, MARKER)).toEqual([])
  expect(filesWith(folder, '198.51.100.23')).toEqual([])
  expect(await readAll(journal, id)).toHaveLength(80)
  await journal.close()
  expect(filesWith(folder, MARKER)).toEqual([])
  const { journal: again } = await openSqliteJournal({ folder })
  onTestFinished(() => again.close())
  const { participants } = await again.participants({ run: id, from: 1, to: 99, limit: 99 }, LAB)
  expect(new Set(participants.map(({ name }) => name))).toEqual(new Set(['forgotten-1']))
})

it('erases a run of many blocks, and leaves no byte of it', async () => {
  const folder = scratch()
  const { journal } = await openSqliteJournal({ folder })
  onTestFinished(() => journal.close())
  const { id } = await journal.createRun(RECORD)
  for (let n = 1; n <= 150; n++) {
    journal.append(id, line(n, `${MARKER} ${randomBytes(1000).toString('latin1')}\n`))
    await journal.flush()
  }
  const before = await journal.upkeep.room()
  await journal.upkeep.erase(id)
  await journal.upkeep.settle()
  expect(filesWith(folder, MARKER)).toEqual([])
  expect(await journal.runs(LAB)).toEqual([])
  const settled = await journal.upkeep.room()
  expect(settled.used).toBeLessThan(before.used)
  expect(settled.free).toBeGreaterThan(0)
  const size = statSync(join(folder, 'journal.db')).size
  expect(settled.used + settled.free).toBe(size)
  await journal.upkeep.tidy()
  expect(await journal.upkeep.room()).toEqual({ used: settled.used, free: 0 })
  expect(statSync(join(folder, 'journal.db')).size).toBe(settled.used)
})

it('goes through a run that ends meanwhile, and tells of one that goes on', async () => {
  const folder = scratch()
  const { journal } = await openSqliteJournal({ folder })
  onTestFinished(() => journal.close())
  const runs: string[] = []
  for (let n = 0; n < 2; n++) {
    const { id } = await journal.createRun(RECORD)
    journal.saveParticipant(id, participant(1, MARKER, 1))
    runs.push(id)
  }
  await journal.flush()
  const [ends, goesOn] = runs as [string, string]
  let asked = 0
  const live = () => (++asked === 1 ? [ends, goesOn] : [goesOn])
  expect(await journal.upkeep.forget(WHO, live)).toEqual({ runs: [ends], written: [], live: [goesOn], copies: [] })
  const name = async (run: string) =>
    (await journal.participants({ run, from: 1, to: 9, limit: 9 }, LAB)).participants[0]!.name
  expect([await name(ends), await name(goesOn)]).toEqual(['forgotten-1', MARKER])
})

it('names the earlier journals that lie beside it', async () => {
  const folder = scratch()
  const beside = ['journal-damaged-2026-09-01.db', 'journal-version-2.db']
  for (const name of [...beside, 'notes.txt']) writeFileSync(join(folder, name), '')
  const { journal } = await openSqliteJournal({ folder })
  onTestFinished(() => journal.close())
  expect((await journal.upkeep.forget(WHO, () => [])).copies).toEqual(beside)
})

it('passes each row once, records too, however short its slices are', () => {
  const db = new DatabaseSync(':memory:')
  db.exec(`
    CREATE TABLE runs (id INTEGER PRIMARY KEY, record TEXT);
    CREATE TABLE participants (run INTEGER, id INTEGER, record TEXT, PRIMARY KEY (run, id)) WITHOUT ROWID;
    CREATE TABLE blocks (run INTEGER, first INTEGER, packed INTEGER, data BLOB);
    INSERT INTO runs VALUES (1, '{}'), (2, 'damaged'), (3, '{}');
    INSERT INTO participants VALUES (1, 1, '{}'), (1, 2, '{}'), (3, 1, '{}');
    INSERT INTO blocks VALUES (1, 1, 0, x'00'), (-1, 1, 0, x'00');
  `)
  let time = 0
  const rows = new Rows(db, () => (time += 6))
  const passed: string[] = []
  const visitor = {
    record: (run: string, id: number) => void passed.push(`record ${run} ${id}`),
    block: (run: string) => void passed.push(`block ${run}`),
  }
  const slices: number[] = []
  for (let at: ReturnType<Rows['slice']> = START; at !== null;) {
    const before = passed.length
    at = rows.slice(at, visitor)
    slices.push(passed.length - before)
  }
  const records = ['1 0', '3 0', '1 1', '1 2', '3 1'].map((one) => `record ${one}`)
  expect(passed).toEqual([...records, 'block 1', 'block 1'])
  expect(Math.max(...slices)).toBeLessThanOrEqual(2)
  db.close()
})
