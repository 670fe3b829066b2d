import { DatabaseSync } from 'node:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { line, RECORD } from '../samples.fixture.ts'
import { checkJournal } from './checking.ts'
import { openSqliteJournal } from './journal.ts'

async function written(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'journal-check-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { journal } = await openSqliteJournal({ folder })
  for (const lines of [300, 1]) {
    const { id } = await journal.createRun(RECORD)
    for (let n = 1; n <= lines; n++) {
      journal.append(id, line(n))
      if (n % 100 === 0) await journal.flush()
    }
  }
  await journal.close()
  return folder
}

function change(folder: string, sql: string): void {
  const db = new DatabaseSync(join(folder, 'journal.db'))
  db.exec(sql)
  db.close()
}

it('finds a sound journal sound', async () => {
  expect(checkJournal(await written())).toEqual({ runs: 2, events: 301, observations: 0, problems: [] })
})

it.each([
  [
    'a block that is missing',
    'DELETE FROM blocks WHERE run = 1 AND first = 101',
    /^run 1, events 201 to 300: 101 was due$/,
  ],
  [
    'a block that cannot be read',
    "UPDATE blocks SET packed = 1, data = x'00' WHERE run = 2",
    /^run 2, events 1 to 1: cannot be read/,
  ],
  ['a block that says more than it has', 'UPDATE blocks SET count = 2 WHERE run = 2', /^run 2, events 1 to 2: 1 of 2/],
  ['a record that is none', "UPDATE runs SET record = '{' WHERE id = 2", /^run 2: its record cannot be read$/],
])('tells of %s', async (_, sql, told) => {
  const folder = await written()
  change(folder, sql)
  const { problems } = checkJournal(folder)
  expect(problems).toEqual([expect.stringMatching(told)])
})

it('refuses the journal of a lab that runs', async () => {
  const folder = await written()
  const { journal } = await openSqliteJournal({ folder })
  onTestFinished(() => journal.close())
  expect(() => checkJournal(folder)).toThrow(/locked/)
})
