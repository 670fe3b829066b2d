/** Several listeners to one room, with the real socat behind each of them. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { identityIn } from '../../endpoints/authority.ts'
import { Child } from '../../testing/child.ts'
import { openLab } from '../../testing/lab.ts'
import { bindsOf } from './bind-plan.ts'

const folder = mkdtempSync(join(tmpdir(), 'socket-lab-listeners-'))
afterAll(() => rm(folder, { recursive: true }))

describe('a room with several listeners', () => {
  it('is one room for socat over TCP, TLS verified and not, and a unix socket', async () => {
    const { lab, close } = await openLab()
    const run = await lab.start({
      program: 'relay',
      listen: [
        { transport: 'tcp', family: 'both', port: 0 },
        { transport: 'tls', port: 0 },
        { transport: 'unix', path: join(folder, 'room') },
      ],
    })
    const [v4, v6, tls, unix] = run.listeners
    expect(run.listeners.map(({ number }) => number)).toEqual([1, 2, 3, 4])
    expect(v6?.port).toBe(v4?.port)
    const identity = await identityIn({ folder: join(tmpdir(), `socket-lab-test-tls-${process.pid}`) })()
    const ca = join(folder, 'ca.pem')
    writeFileSync(ca, identity.authority)
    const socat = (address: string) => new Child('socat', ['-t', '30', 'STDIO', address])
    const refused = socat(`OPENSSL:127.0.0.1:${tls?.port}`)
    expect(await refused.exit()).not.toBe(0)
    const all = [
      `TCP:127.0.0.1:${v4?.port}`,
      `TCP6:[::1]:${v6?.port}`,
      `OPENSSL:127.0.0.1:${tls?.port},cafile=${ca}`,
      `OPENSSL:127.0.0.1:${tls?.port},verify=0`,
      `UNIX-CONNECT:${unix?.path}`,
    ].map(socat)
    await expect.poll(() => lab.view(run.id).present).toBe(5)
    for (const [index, one] of all.entries()) one.type(`ligne ${index}\n`)
    for (const [index, one] of all.entries()) {
      const lines = all.map((_, other) => `ligne ${other}`).filter((_, other) => other !== index)
      await expect.poll(() => one.out.trim().split('\n').sort()).toEqual(lines)
    }
    expect(
      lab
        .live(run.id)!
        .participants()
        .map(({ listener }) => listener)
        .sort(),
    ).toEqual([1, 2, 3, 3, 4])
    await close()
  }, 20_000)

  it('opens all its listeners or none, and no TLS listener where a child shares the connections', async () => {
    const { lab, close } = await openLab()
    const path = join(folder, 'twice')
    const unix = { transport: 'unix' as const, path }
    await expect(lab.start({ program: 'relay', listen: [unix, unix] })).rejects.toMatchObject({ code: 'path-in-use' })
    const run = await lab.start({ program: 'relay', listen: [unix] })
    await expect(lab.join(run.id, 'Ana')).rejects.toMatchObject({ code: 'no-web-listener' })
    const listen = [{ transport: 'tls' as const, port: 0 }]
    await expect(lab.start({ program: 'duplex-chat', listen })).rejects.toMatchObject({ code: 'tls-not-shared' })
    const tls = await lab.start({ program: 'relay', listen })
    expect((await lab.join(tls.id, 'Ana')).name).toBe('Ana')
    await close()
  })

  it('has the hosts of its family', () => {
    const both = { transport: 'tcp', family: 'both', port: 1 } as const
    expect(bindsOf(both, '127.0.0.1')).toHaveLength(2)
    expect(bindsOf(both, '0.0.0.0')).toEqual([{ transport: 'tcp', host: '::', port: 1 }])
    expect(bindsOf({ ...both, family: 'v6' }, '0.0.0.0')).toEqual([
      { transport: 'tcp', host: '::', port: 1, ipv6Only: true },
    ])
  })
})
