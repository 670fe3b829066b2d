/** Forgetting on disk: the files themselves are searched for what is to be gone. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { LAB } from '../port.ts'
import { line, participant, readAll, RECORD } from '../samples.fixture.ts'
import { upkeepSuite } from '../upkeep.suite.ts'
import { openSqliteJournal } from './journal.ts'

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-upkeep-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

upkeepSuite(async () => (await openSqliteJournal({ folder: scratch() })).journal)

const MARKER = 'zq7-marker-of-a-person'
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
  const who = { name: MARKER, instead: 'forgotten-1', addresses: ['198.51.100.23'] }
  expect(await journal.upkeep.forget(who, [])).toEqual({ runs: [id], written: [] })
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
