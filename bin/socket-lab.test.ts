/** The command as it is installed, with the machine's own Node, which may be too old for the lab itself. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Linter } from 'eslint'
import { expect, it, onTestFinished } from 'vitest'

const launcher = fileURLToPath(new URL('socket-lab.cjs', import.meta.url))
const project = fileURLToPath(new URL('..', import.meta.url))
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
  for (const file of ['bin/socket-lab.cjs', 'bin/launch.cjs', 'bin/launch.mjs', 'scripts/node-version.cjs'])
    cpSync(join(project, file), join(clone, file))
  const { status, stderr } = spawnSync(join(clone, 'bin', 'socket-lab.cjs'), ['run'], { env, encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stderr).toContain(`run "npm install" in ${clone}`)
})

const asOldNodeReads = (code: string): string[] =>
  new Linter()
    .verify(code, [{ languageOptions: { ecmaVersion: 5, sourceType: 'script' } }])
    .map(({ message }) => message)

it.each(['bin/socket-lab.cjs', 'scripts/node-version.cjs'])('%s is read by the oldest Node', (file) => {
  expect(asOldNodeReads(readFileSync(join(project, file), 'utf8'))).toEqual([])
})

it('what is newer would be seen', () => {
  expect(asOldNodeReads(readFileSync(join(project, 'bin/launch.cjs'), 'utf8'))).toHaveLength(1)
})

it.each(['12.22.9', '14.21.3', '19.9.0'])('Node %s is told in a sentence that it is too old', (version) => {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`
  const code = `${pretend}; Object.defineProperty(process, 'version', { value: 'v${version}' }); require(${JSON.stringify(launcher)})`
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { env, encoding: 'utf8' })
  expect([status, stderr]).toEqual([
    2,
    `Socket Lab needs Node 20 or newer to start, and this is v${version}: install a newer one (https://nodejs.org), then try again.\n`,
  ])
})
