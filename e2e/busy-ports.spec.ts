/** A second lab on this machine: the terminal says that the first has the port, where its page is, and what to do. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from './test.ts'

/** Starts a lab that cannot start. Resolves with its exit code, and what it complained of. */
async function fails(lang: string, args: readonly string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['server/cli/main.ts', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: lang },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  await once(child, 'close')
  return { code: child.exitCode, said }
}

test('who starts a second lab is told where the first one is', async ({ lab }) => {
  test.skip(platform() !== 'linux', 'only there the system tells who has a port')
  const data = await mkdtemp(join(tmpdir(), 'socket-lab-second-'))
  try {
    const webPort = new URL(lab.url).port
    const page = await fails('C', ['--data', data, '--port', '0', '--web-port', webPort])
    expect(page.code).toBe(2)
    expect(page.said).toMatch(/another Socket Lab \(PID \d+, http:/)
    expect(page.said).toContain(lab.url)
    const relay = await fails('fr_FR.UTF-8', ['--data', data, '--port', String(lab.port), '--web-port', '0'])
    expect(relay.code).toBe(2)
    expect(relay.said).toContain(`Le port ${lab.port}`)
    expect(relay.said).toMatch(/un autre Socket Lab \(PID \d+, http:.*Ctrl\+C.*--port/)
    expect(relay.said).toContain(lab.url)
    // In the same folder the ports are not even tried.
    const folder = await fails('C', ['--data', lab.data, '--port', '0', '--web-port', webPort])
    expect(folder.code).toBe(2)
    expect(folder.said).toContain(`its page is ${lab.url}`)
  } finally {
    await rm(data, { recursive: true, force: true })
  }
})
