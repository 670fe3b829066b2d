import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { until } from '../testing/raw-client.ts'
import type { Connection } from './port.ts'
import { streamSuite } from './stream.suite.ts'
import { unixEndpoint } from './unix.ts'

const folder = mkdtempSync(join(tmpdir(), 'socket-lab-unix-'))
afterAll(() => rm(folder, { recursive: true }))
const unix = unixEndpoint({ maxConnections: 1000 })
const at = (name: string, mode?: number) => ({
  transport: 'unix' as const,
  path: join(folder, name),
  ...(mode !== undefined && { mode }),
})
const nobody = { connected: (connection: Connection) => connection.reset(), dropped() {} }

streamSuite('unix', unix, at('contract'), { inKernel: null, addressed: false })

describe('unix', () => {
  it('gives its file the permissions that it was told, 0600 by default, and removes it when it closes', async () => {
    for (const [name, mode, wanted] of [
      ['own', undefined, 0o600],
      ['all', 0o666, 0o666],
      ['none', 0, 0],
    ] as const) {
      const before = process.umask()
      const listener = await unix.listen(at(name, mode), nobody)
      expect(statSync(join(folder, name)).mode & 0o777).toBe(wanted)
      expect(process.umask()).toBe(before)
      await listener.close()
      expect(readdirSync(folder)).not.toContain(name)
    }
  })

  it('takes the place of a program that was killed, and never that of one that answers', async () => {
    const { path } = at('stale')
    // One process alone: a child that socat forks for a connection holds the listening socket for a while after its parent.
    const other = spawn(process.execPath, ['-e', `require('node:net').createServer().listen(${JSON.stringify(path)})`])
    await until(
      'the socket file',
      () => readdirSync(folder),
      (names) => names.includes('stale'),
    )
    await expect(unix.listen(at('stale'), nobody)).rejects.toMatchObject({ code: 'path-in-use', params: { path } })
    other.kill('SIGKILL')
    await once(other, 'exit')
    expect(readdirSync(folder)).toContain('stale')
    const listener = await unix.listen(at('stale'), nobody)
    await expect(unix.listen(at('stale'), nobody)).rejects.toMatchObject({ code: 'path-in-use' })
    await listener.close()
  })

  it('leaves other files alone, and names a path that cannot be', async () => {
    writeFileSync(join(folder, 'file'), 'mine')
    await expect(unix.listen(at('file'), nobody)).rejects.toMatchObject({ code: 'path-taken' })
    expect(statSync(join(folder, 'file')).size).toBe(4)
    await expect(unix.listen(at('no/where'), nobody)).rejects.toMatchObject({ code: 'path-unusable' })
    await expect(unix.dial(join(folder, 'absent'), 0)).rejects.toMatchObject({ params: { errno: 'ENOENT' } })
  })
})
