import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { deleteCopies } from './old-copies.ts'

it('deletes copies that are older, by the time at which they were made, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-copies-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const old = Date.UTC(2026, 0, 1)
  const names = [
    'journal.db',
    'journal.db-wal',
    'journal-version-2.db',
    'journal-version-2-2.db',
    'journal-damaged-2026-01-02T10-00-00-000Z.db',
    'journal-damaged-2026-01-02T10-00-00-000Z.db-wal',
    // Set aside today; its last write was long ago.
    'journal-damaged-2026-03-01T10-00-00-000Z.db',
    'teacher.secret',
  ]
  for (const name of names) {
    writeFileSync(join(folder, name), 'x')
    utimesSync(join(folder, name), old / 1000, old / 1000)
  }
  writeFileSync(join(folder, 'journal-version-1.db'), 'made just now')
  const gone = deleteCopies(folder, Date.UTC(2026, 1, 1))
  expect(gone.sort()).toEqual([names[4], names[5], names[3], names[2]].sort())
  expect(readdirSync(folder).sort()).toEqual([names[0], names[1], names[6], names[7], 'journal-version-1.db'].sort())
  expect(deleteCopies(folder, -Infinity)).toEqual([])
})
