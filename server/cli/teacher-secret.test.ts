import { statSync, writeFileSync } from 'node:fs'
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
