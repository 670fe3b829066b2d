/** The browser is opened as the teacher without the secret in any command line. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { until } from '../testing/raw-client.ts'
import { openBrowser } from './open-browser.ts'

it('gives the browser a file that its owner alone reads, and that leads to the link', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'socket-lab-open-'))
  const before = process.env['PATH']
  onTestFinished(() => {
    process.env['PATH'] = before
    rmSync(folder, { recursive: true })
  })
  const told = join(folder, 'told')
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s' "$*" >'${told}.new' && mv '${told}.new' '${told}'\n`)
    chmodSync(join(folder, name), 0o755)
  }
  process.env['PATH'] = `${folder}${delimiter}${before}`
  openBrowser('http://127.0.0.1:3000/#teacher=SECRET', { folder, secret: true }, () => {})
  await until(
    'the browser',
    () => readdirSync(folder),
    (files) => files.includes('told'),
  )
  const shown = readFileSync(told, 'utf8')
  expect(shown).not.toContain('SECRET')
  const file = fileURLToPath(shown)
  expect(readFileSync(file, 'utf8')).toContain('location.replace("http://127.0.0.1:3000/#teacher=SECRET")')
  expect(statSync(file).mode & 0o077).toBe(0)
})
