import { Descriptors } from '../admission/descriptors.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Connection } from './port.ts'
import { streamSuite } from './stream.suite.ts'
import { unixEndpoint } from './unix.ts'

const folder = mkdtempSync(join(tmpdir(), 'socket-lab-unix-'))
afterAll(() => rm(folder, { recursive: true }))
const unix = unixEndpoint({ descriptors: new Descriptors(1000) })
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
    const listens = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('listening'))`
    const other = spawn(process.execPath, ['-e', listens])
    // Bound alone, it would refuse connections.
    await once(other.stdout, 'data')
    await expect(unix.listen(at('stale'), nobody)).rejects.toMatchObject({ code: 'path-in-use', params: { path } })
    other.kill('SIGKILL')
    await once(other, 'exit')
    expect(readdirSync(folder)).toContain('stale')
    const listener = await unix.listen(at('stale'), nobody)
    await expect(unix.listen(at('stale'), nobody)).rejects.toMatchObject({ code: 'path-in-use' })
    await listener.close()
  })

  it('removes at its end its own file alone, not one that has taken its place', async () => {
    const { path } = at('replaced')
    const others = [() => writeFileSync(path, 'mine'), () => symlinkSync('/dev/null', path), () => mkdirSync(path)]
    for (const replace of others) {
      const listener = await unix.listen(at('replaced'), nobody)
      unlinkSync(path)
      replace()
      const before = lstatSync(path).ino
      await listener.close()
      expect(lstatSync(path).ino).toBe(before)
      rmSync(path, { recursive: true })
      expect(readdirSync(folder).filter((name) => name.startsWith('replaced'))).toEqual([])
    }
    const first = await unix.listen(at('replaced'), nobody)
    unlinkSync(path)
    const second = await unix.listen(at('replaced'), nobody)
    await first.close()
    const connection = await unix.dial(path, 0)
    connection.reset()
    await second.close()
  })

  it('takes paths of 107 bytes, and no longer', async () => {
    const room = 107 - Buffer.byteLength(`${folder}/`)
    const listener = await unix.listen(at('é'.repeat(room >> 1) + 'e'.repeat(room % 2)), nobody)
    expect(Buffer.byteLength(listener.bound.path!)).toBe(107)
    await listener.close()
    const long = at(`${'é'.repeat(room >> 1)}${'e'.repeat(room % 2)}e`)
    await expect(unix.listen(long, nobody)).rejects.toMatchObject({
      code: 'path-unusable',
      params: { errno: 'ENAMETOOLONG' },
    })
    expect(readdirSync(folder).filter((name) => name.startsWith('é'))).toEqual([])
  })

  it('leaves other files alone, and names a path that cannot be', async () => {
    writeFileSync(join(folder, 'file'), 'mine')
    await expect(unix.listen(at('file'), nobody)).rejects.toMatchObject({ code: 'path-taken' })
    expect(statSync(join(folder, 'file')).size).toBe(4)
    await expect(unix.listen(at('no/where'), nobody)).rejects.toMatchObject({ code: 'path-unusable' })
    await expect(unix.dial(join(folder, 'absent'), 0)).rejects.toMatchObject({ params: { errno: 'ENOENT' } })
  })
})
