import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Access } from '../commands/access.ts'
import { systemClock } from '../core/system-clock.ts'
import { dataFolder } from '../testing/lab-command.ts'
import { lockKeeper, wasLocked } from './kept-lock.ts'

const accessOf = async (folder: string): Promise<Access> =>
  new Access({ clock: systemClock, key: 'secret', wantsPin: false, locked: await wasLocked(folder) })

it('keeps newcomers out over a restart, until it is taken back', async () => {
  const folder = dataFolder()
  const first = await accessOf(folder)
  expect(first.refusal({ browser: 'a-browser' })).toBeNull()
  const keep = lockKeeper(folder, (error) => expect.unreachable(String(error)))
  first.lock(true)
  await keep(true)
  const second = await accessOf(folder)
  expect(second.refusal({ browser: 'a-browser' })).toBe('lab-locked')
  expect(second.refusal({ browser: 'a-browser', pass: first.passFor('a-browser')! })).toBeNull()
  await Promise.all([keep(true), keep(true), keep(false)])
  expect((await accessOf(folder)).locked).toBe(false)
  expect(statSync(join(folder, 'access.json')).mode & 0o777).toBe(0o600)
})

it('locks nobody out where the file is damaged, and tells what the system says against it', async () => {
  const folder = dataFolder()
  writeFileSync(join(folder, 'access.json'), '{"locked":')
  expect(await wasLocked(folder)).toBe(false)
  const told: unknown[] = []
  await lockKeeper(join(folder, 'nowhere'), (error) => told.push(error))(true)
  expect(told).toMatchObject([{ code: 'ENOENT' }])
})
