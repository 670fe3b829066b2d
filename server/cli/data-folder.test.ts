import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dataFolder } from '../testing/lab-command.ts'
import { closeToOthers } from './data-folder.ts'

const modeOf = (...path: string[]): string => (statSync(join(...path)).mode & 0o777).toString(8)

/** As an earlier version left it. */
function wide(): string {
  const folder = dataFolder()
  for (const name of [
    'journal.db',
    'journal.db-wal',
    'journal-version-2.db',
    'journal-damaged-2026.db',
    'teacher.json',
  ])
    writeFileSync(join(folder, name), '', { mode: 0o644 })
  for (const name of ['files', 'tls']) mkdirSync(join(folder, name), { mode: 0o755 })
  chmodSync(folder, 0o755)
  return folder
}

it('closes a folder of an earlier version, and all in it', () => {
  const folder = wide()
  expect(closeToOthers(folder)).toEqual([])
  expect(modeOf(folder)).toBe('700')
  for (const name of ['files', 'tls']) expect(modeOf(folder, name)).toBe('700')
  for (const name of [
    'journal.db',
    'journal.db-wal',
    'journal-version-2.db',
    'journal-damaged-2026.db',
    'teacher.json',
  ])
    expect(modeOf(folder, name)).toBe('600')
})

it('leaves alone what is not the lab’s, the folder around it too, and says where others may write', () => {
  const folder = wide()
  writeFileSync(join(folder, 'thesis.odt'), '', { mode: 0o644 })
  expect(closeToOthers(folder)).toEqual([])
  expect([modeOf(folder), modeOf(folder, 'thesis.odt'), modeOf(folder, 'journal.db')]).toEqual(['755', '644', '600'])
  chmodSync(folder, 0o777)
  expect(closeToOthers(folder)).toEqual([folder])
})

it('follows no link', () => {
  const [folder, elsewhere] = [dataFolder(), dataFolder()]
  writeFileSync(join(elsewhere, 'victim'), '', { mode: 0o644 })
  symlinkSync(join(elsewhere, 'victim'), join(folder, 'teacher.json'))
  closeToOthers(folder)
  expect(modeOf(elsewhere, 'victim')).toBe('644')
})
