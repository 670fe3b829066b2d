/** The command with `--tls` and with certificates from files: what it prints, and that the page answers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { identityIn } from '../endpoints/authority.ts'
import { Child } from '../testing/child.ts'
import { dataFolder, ENV, flags, MAIN, START_MS } from '../testing/lab-command.ts'
import { until } from '../testing/raw-client.ts'

vi.setConfig({ testTimeout: 2 * START_MS })

const lab = (...more: string[]): Child => new Child(process.execPath, [MAIN, ...flags(dataFolder()), ...more], ENV)

const statusOf = (url: string, ca: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(`${url}/api/health`, { ca, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode!)
    }).on('error', reject)
  })

async function pageOf(child: Child): Promise<string> {
  const found = () => /(https:\/\/\S+)/.exec(child.out)?.[1]
  await until(
    'an address',
    () => found() ?? child.err,
    () => found() !== undefined,
    START_MS,
  )
  return found()!
}

/** Files of a certificate that this machine's names have, and its authority. */
async function files() {
  const folder = mkdtempSync(join(tmpdir(), 'socket-lab-cert-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { key, certificate, authority } = await identityIn({ folder })()
  const [cert, secret] = [join(folder, 'a.crt'), join(folder, 'a.key')]
  writeFileSync(cert, certificate)
  writeFileSync(secret, key)
  return { cert, key: secret, authority }
}

it('names the authority to trust, and answers who does', async () => {
  const child = lab('--tls')
  const url = await pageOf(child)
  await until(
    'the authority',
    () => child.out,
    (out) => out.includes('Ctrl+C'),
  )
  const file = /to trust +(\S+)/.exec(child.out)![1]!
  expect(await statusOf(url, readFileSync(file, 'utf8'))).toBe(200)
})

it('shows a certificate from files', async () => {
  const { cert, key, authority } = await files()
  const url = await pageOf(lab('--tls-cert', cert, '--tls-key', key))
  expect(await statusOf(url, authority)).toBe(200)
})

it('says which files do not fit together, and does not start', async () => {
  const { cert } = await files()
  const { key } = await files()
  const child = lab('--tls-cert', cert, '--tls-key', key)
  expect(await child.exit()).toBe(2)
  expect(child.err).toContain(cert)
  expect(child.err).toContain('belong together')
})
