import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dataFolder } from '../testing/lab-command.ts'
import { teacherSecretIn } from './teacher-secret.ts'

it('is the owner’s alone, survives a restart, and is replaced on request or when it is damaged', async () => {
  const folder = dataFolder()
  const file = join(folder, 'teacher.json')
  const made = await teacherSecretIn(folder, false)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await teacherSecretIn(folder, false)).toEqual(made)
  const newer = await teacherSecretIn(folder, true)
  expect(newer.lab).toBe(made.lab)
  expect(newer.secret).not.toBe(made.secret)
  expect(await teacherSecretIn(folder, false)).toEqual(newer)
  writeFileSync(file, '{"lab":')
  expect(await teacherSecretIn(folder, false)).not.toEqual(newer)
})

it('takes neither a mode nor a secret from what somebody has put there', async () => {
  const folder = dataFolder()
  const file = join(folder, 'teacher.json')
  writeFileSync(`${file}.new`, '', { mode: 0o644 })
  const made = await teacherSecretIn(folder, false)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const [other, planted] = [dataFolder(), join(folder, 'planted.json')]
  writeFileSync(planted, JSON.stringify(made))
  symlinkSync(planted, join(other, 'teacher.json'))
  expect((await teacherSecretIn(other, false)).secret).not.toBe(made.secret)
  expect(readFileSync(planted, 'utf8')).toBe(JSON.stringify(made))
})
