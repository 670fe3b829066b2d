/** The command as it is installed, with the machine's own Node, which may be too old for the lab itself. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const launcher = fileURLToPath(new URL('socket-lab.mjs', import.meta.url))
const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'))
const env = { ...process.env, PATH: path.join(delimiter), LC_ALL: 'C' }

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'socket-lab-bin-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

it('works through a link, from any folder, and passes arguments and exit codes on', () => {
  const here = folder()
  const link = join(here, 'socket-lab')
  symlinkSync(launcher, link)
  const help = spawnSync(link, ['run', '--help'], { cwd: here, env, encoding: 'utf8' })
  expect([help.status, help.stderr]).toEqual([0, ''])
  expect(help.stdout).toContain('socket-lab run PROGRAM')
  const wrong = spawnSync(link, ['run', 'chess'], { cwd: here, env, encoding: 'utf8' })
  expect([wrong.status, wrong.stdout]).toEqual([2, ''])
  expect(wrong.stderr).toContain('"chess"')
})

it('says what to do when the packages are not installed', () => {
  const clone = folder()
  cpSync(launcher, join(clone, 'bin', 'socket-lab.mjs'))
  const { status, stderr } = spawnSync(join(clone, 'bin', 'socket-lab.mjs'), ['run'], { env, encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stderr).toContain(`run "npm install" in ${clone}`)
})
