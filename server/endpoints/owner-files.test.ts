import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { putOwnFile, readOwnFile } from './owner-files.ts'

let folder: string
let path: string
const modeOf = (file: string): number => statSync(file).mode & 0o777
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'socket-lab-own-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  path = join(folder, 'secret')
})

it('takes no mode from what an earlier start has left over, nor leaves anything beside', async () => {
  writeFileSync(`${path}.new`, 'half', { mode: 0o644 })
  await putOwnFile(path, 'secret')
  expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['secret', 0o600])
  expect(readdirSync(folder)).toEqual(['secret'])
})

it('writes through no link that somebody has put in its place, or beside it', async () => {
  const victim = join(folder, 'victim')
  writeFileSync(victim, 'of somebody', { mode: 0o644 })
  symlinkSync(victim, path)
  symlinkSync(victim, `${path}.new`)
  await putOwnFile(path, 'secret')
  expect([readFileSync(victim, 'utf8'), modeOf(victim)]).toEqual(['of somebody', 0o644])
  expect(readFileSync(path, 'utf8')).toBe('secret')
})

it('reads what it wrote, closed to others; not through a link', async () => {
  expect(await readOwnFile(path)).toBeNull()
  writeFileSync(path, 'known', { mode: 0o644 })
  expect([await readOwnFile(path), modeOf(path)]).toEqual(['known', 0o600])
  const other = join(folder, 'other')
  symlinkSync(path, other)
  expect(await readOwnFile(other)).toBeNull()
  const hard = join(folder, 'hard')
  linkSync(path, hard)
  expect(await readOwnFile(hard)).toBe('known') // a file of the same user, under whichever name
})
