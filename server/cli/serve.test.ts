/** The lab as a command, in real processes: what happens to it when nobody reads its log, and over a fault of its own. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { INDEX } from '../files/index-lines.ts'
import { Child } from '../testing/child.ts'
import { dataFolder, ENV, flags, MAIN, pageOf, START_MS } from '../testing/lab-command.ts'
import { hears, RawClient, until } from '../testing/raw-client.ts'
import type { EventPage, RunList } from '#shared/protocol/rest.ts'
import { portToKeep } from '../testing/ports.ts'

const FAULTS = fileURLToPath(new URL('../testing/fixtures/faults.mjs', import.meta.url))
vi.setConfig({ testTimeout: 3 * START_MS })

/** A lab whose process is not the child itself: it is ended with the test all the same. */
interface Lab {
  readonly child: Child
  readonly data: string
  readonly pid: number
}

/**
 * A lab started by a shell, which tells by a descriptor of its own of the process id and, at the end, of the exit code.
 * @param to where its outputs go, as redirections
 * @param reader what reads them, as the rest of a pipe
 */
async function labInShell(to: string, reader = '', args: readonly string[] = []): Promise<Lab> {
  const data = dataFolder()
  const script = `exec 3>&1; { "$@" ${to} & echo "pid $!" >&3; wait $!; echo "exit $?" >&3; } ${reader}`
  const child = new Child('sh', ['-c', script, 'sh', process.execPath, MAIN, ...flags(data), ...args], ENV)
  const found = () => /^pid (\d+)$/m.exec(child.out)?.[1]
  await until('a process id', found, Boolean, START_MS)
  const pid = Number(found())
  onTestFinished(() => {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended, as it should.
    }
  })
  return { child, data, pid }
}

const isHealthy = async (url: string): Promise<boolean> => (await fetch(`${url}/api/health`)).status === 200

/** Makes the lab log an error: the list of a run's files is none. */
async function provoke(url: string, data: string): Promise<void> {
  const { runs } = (await (await fetch(`${url}/api/runs`)).json()) as RunList
  const { id, startedAt } = runs[0]!
  mkdirSync(join(data, 'files', `${id}-${startedAt}`, INDEX), { recursive: true })
  for (let n = 0; n < 5; n++) expect((await fetch(`${url}/api/runs/${id}/files`)).status).toBeGreaterThanOrEqual(500)
}

describe('a lab whose log nobody reads', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('goes on when its reader is gone, and ends at %s', async (signal) => {
    const lab = await labInShell('2>&1', '| grep -m 1 http:')
    const url = await pageOf(lab)
    // `grep` has gone by now, or goes while the lab still tells of itself.
    await until('the first answer', () => isHealthy(url).catch(() => false), Boolean, START_MS)
    await provoke(url, lab.data)
    expect(await isHealthy(url)).toBe(true)
    process.kill(lab.pid, signal)
    await lab.child.exit()
    expect(lab.child.out).toContain('exit 0\n')
  })

  const FULL = existsSync('/dev/full') ? ['> /dev/full 2>&1', '2> /dev/full'] : []
  it.each(['>&- 2>&-', '2>&-', ...FULL])('goes on with %s from the beginning', async (to) => {
    // The lab cannot tell of its port.
    const port = await portToKeep()
    const lab = await labInShell(to, '', ['--web-port', String(port)])
    const url = `http://127.0.0.1:${port}`
    await until('an answer', () => isHealthy(url).catch(() => false), Boolean, START_MS)
    await provoke(url, lab.data)
    expect(await isHealthy(url)).toBe(true)
    process.kill(lab.pid, 'SIGTERM')
    await lab.child.exit()
    expect(lab.child.out).toContain('exit 0\n')
  })
})

describe('an error that nobody handled', () => {
  const faulty = (fault: string, data: string): Child =>
    new Child(process.execPath, ['--import', FAULTS, MAIN, ...flags(data)], { ...ENV, FAULT: fault })

  it.each(['throw', 'reject', 'twice'])(
    'ends the lab where it is its own (%s), with all that was recorded',
    async (fault) => {
      const data = dataFolder()
      const child = faulty(fault, data)
      const url = await pageOf({ child })
      const { runs } = (await (await fetch(`${url}/api/runs`)).json()) as RunList
      const [{ id, listeners }] = runs as [RunList['runs'][number]]
      const [from, to] = [await RawClient.connect(listeners[0]!.port), await RawClient.connect(listeners[0]!.port)]
      await until(
        'both',
        async () => ((await (await fetch(`${url}/api/runs`)).json()) as RunList).runs[0]!.present,
        (present) => present === 2,
      )
      const said = Array.from({ length: 500 }, (_, n) => `line ${n}\n`).join('')
      from.say(said)
      await hears(to, said)
      child.process.kill('SIGUSR2')
      expect(await child.exit()).toBe(1)
      const logged = child.err.split('\n').filter((line) => line.includes('a planted fault'))
      expect(logged.length).toBe(fault === 'twice' ? 2 : 1)
      expect(JSON.parse(logged[0]!)).toMatchObject({ level: 60, err: { stack: expect.stringContaining('faults.mjs') } })

      const next = new Child(process.execPath, [MAIN, ...flags(data), '--program', 'none'], ENV)
      const again = await pageOf({ child: next })
      const page = (await (await fetch(`${again}/api/runs/${id}/events?limit=1000`)).json()) as EventPage
      const lines = page.events.flatMap((event) => (event.kind === 'lines' ? [event.bytes] : []))
      expect(lines.map((bytes) => Buffer.from(bytes, 'base64').toString()).join('')).toBe(said)
      expect(page.events.at(-1)?.kind).toBe('run-stopped')
      for (const peer of [from, to]) peer.socket.destroy()
      next.process.kill('SIGTERM')
      expect(await next.exit()).toBe(0)
    },
  )

  it.each([
    ['a socket that is gone', 'socket', 'ECONNRESET'],
    ['a file that is absent', 'absent', 'ENOENT'],
  ])('is logged, and no more, where it tells of %s', async (_, fault, code) => {
    const child = faulty(fault, dataFolder())
    const url = await pageOf({ child })
    child.process.kill('SIGUSR2')
    await child.says(code)
    const line = child.err.split('\n').find((text) => text.includes(code))
    expect(JSON.parse(line!)).toMatchObject({ level: 50, err: { code } })
    expect(await isHealthy(url)).toBe(true)
    child.process.kill('SIGTERM')
    expect(await child.exit()).toBe(0)
  })
})
