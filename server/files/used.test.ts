/** How much room files take: what is not there takes none, and what cannot be looked at is no zero. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Descriptors } from '../admission/descriptors.ts'
import { DiskFiles } from './store.ts'

it('is the size of all files, 0 where there never were any, and a failure where the folder cannot be read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'socket-lab-used-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const used = (root: string) => new DiskFiles({ root, quota: 1e9, reserve: 0 }, new Descriptors(10)).used()
  expect(await used(join(folder, 'files'))).toBe(0)
  mkdirSync(join(folder, 'files', '1-5'), { recursive: true })
  writeFileSync(join(folder, 'files', '1-5', '1-a'), 'abc')
  writeFileSync(join(folder, 'files', '1-5', 'index'), 'de')
  expect(await used(join(folder, 'files'))).toBe(5)
  await expect(used(join(folder, 'files', '1-5', '1-a'))).rejects.toMatchObject({ code: 'ENOTDIR' })
})
