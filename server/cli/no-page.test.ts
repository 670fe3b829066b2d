/** A lab whose page was not built says so and ends, where it would else show an empty page. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { flags, START_MS } from '../testing/lab-command.ts'

it('names the command that builds the page', { timeout: START_MS }, async () => {
  const clone = mkdtempSync(join(tmpdir(), 'socket-lab-no-page-'))
  onTestFinished(() => rmSync(clone, { recursive: true, force: true }))
  for (const part of ['package.json', 'server', 'shared', 'programs', 'node_modules'])
    symlinkSync(fileURLToPath(new URL(`../../${part}`, import.meta.url)), join(clone, part))
  const args = ['--preserve-symlinks', '--preserve-symlinks-main', 'server/cli/main.ts', ...flags(join(clone, 'data'))]
  const lab = spawn(process.execPath, args, { cwd: clone, env: { ...process.env, LC_ALL: 'C' } })
  onTestFinished(() => void lab.kill('SIGKILL'))
  let said = ''
  for (const stream of [lab.stdout, lab.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = (await once(lab, 'close')) as [number | null]
  expect(said).toBe(
    'socket-lab: the page is not built: npm start builds it and starts the lab (npm run build builds it alone).\n',
  )
  expect(code).toBe(2)
})
