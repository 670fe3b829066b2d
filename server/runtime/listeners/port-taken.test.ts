/** Who has a busy port: the lab names its own run, its page, or the other program, however the port is bound. */
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LabError } from '../../core/errors.ts'
import { holderOf } from '../../kernel/port-holder.ts'
import { openApp } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import { portTaken } from './port-taken.ts'
import type { ListenAddress, Run } from '#shared/protocol/model.ts'
import { portToKeep } from '../../testing/ports.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeEach(async () => {
  server = await openApp()
})
afterEach(() => server.close())

const tcp = (host: string, port: number, transport: 'tcp' | 'tls' = 'tcp'): ListenAddress => ({ transport, host, port })
const udp = (host: string, port: number): ListenAddress => ({ transport: 'udp', host, port })
const start = (...listen: ListenAddress[]): Promise<Run> =>
  server.lab.start({ program: listen[0]!.transport === 'udp' ? 'udp-receiver' : 'relay', listen })
const portOf = (run: Run): number => run.listeners[0]!.port

describe('a busy port', () => {
  it.each<[string, string, string]>([
    ['127.0.0.1', '127.0.0.1', 'tcp'],
    ['127.0.0.1', '0.0.0.0', 'tcp'],
    ['0.0.0.0', '127.0.0.1', 'tcp'],
    ['0.0.0.0', '0.0.0.0', 'tls'],
    ['127.0.0.1', '::', 'tcp'],
    ['::', '127.0.0.1', 'tcp'],
    ['::', '0.0.0.0', 'tls'],
    ['::', '::1', 'tcp'],
    ['::1', '::', 'tcp'],
    ['::1', '::1', 'tls'],
    ['127.0.0.1', 'localhost', 'tcp'],
  ])('of a run on %s is told as that run’s to who asks for %s by %s', async (bound, asked, transport) => {
    const run = await start(tcp(bound, await portToKeep()))
    await start(tcp('127.0.0.2', 0))
    const port = portOf(run)
    await expect(start(tcp(asked, port, transport as 'tcp' | 'tls'))).rejects.toMatchObject({
      code: 'port-in-use-by-run',
      params: { run: run.id, port },
    })
    // And it can be had once that run has stopped.
    await server.lab.stop(run.id)
    expect(portOf(await start(tcp(asked, port, transport as 'tcp' | 'tls')))).toBe(port)
  })

  it('that two runs have, each in its family, is told as the one’s that is in the way', async () => {
    const four = await start(tcp('127.0.0.1', await portToKeep()))
    const six = await start(tcp('::1', portOf(four)))
    const refused = (run: Run) => ({ code: 'port-in-use-by-run', params: { run: run.id } })
    await expect(start(tcp('127.0.0.1', portOf(four)))).rejects.toMatchObject(refused(four))
    await expect(start(tcp('::1', portOf(four)))).rejects.toMatchObject(refused(six))
  })

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['::', '::1'],
    ['127.0.0.1', '::'],
  ])('of datagrams on %s, for %s', async (bound, asked) => {
    const run = await start(udp(bound, await portToKeep()))
    const refused = { code: 'port-in-use-by-run', params: { run: run.id, port: portOf(run) } }
    await expect(start(udp(asked, portOf(run)))).rejects.toMatchObject(refused)
    // The number is another one's in TCP.
    expect((await start(tcp('127.0.0.1', portOf(run)))).state).toBe('running')
  })

  it('from which a program of datagrams sends is that run’s', async () => {
    const receiver = await start(udp('127.0.0.1', 0))
    const target = { host: '127.0.0.1', port: portOf(receiver) }
    const sender = await server.lab.start({ program: 'udp-sender', options: { target } })
    const { port } = server.lab.live(sender.id)!.sockets().listeners[0]!
    await expect(start(udp('127.0.0.1', port))).rejects.toMatchObject({
      code: 'port-in-use-by-run',
      params: { run: sender.id },
    })
  })

  it('of the page is told as the page’s, by whatever address', async () => {
    for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
      await expect(start(tcp(host, server.port))).rejects.toMatchObject({
        code: 'port-in-use-by-page',
        params: { port: server.port },
      })
    }
  })

  it('that is asked for twice is told so', async () => {
    const free = await portToKeep()
    const twice = { code: 'port-asked-twice', params: { port: free } }
    await expect(start(tcp('127.0.0.1', free), tcp('127.0.0.1', free, 'tls'))).rejects.toMatchObject(twice)
    await expect(start(udp('0.0.0.0', free), udp('127.0.0.1', free))).rejects.toMatchObject(twice)
    // Nothing of it stays open.
    expect(portOf(await start(tcp('127.0.0.1', free)))).toBe(free)
  })

  it('of a listener that is opened later, and the path of a unix socket', async () => {
    const [one, two] = [await start(tcp('127.0.0.1', 0)), await start(tcp('127.0.0.1', 0))]
    await expect(server.lab.openListener(two.id, tcp('0.0.0.0', portOf(one)))).rejects.toMatchObject({
      code: 'port-in-use-by-run',
      params: { run: one.id },
    })
    const path = `taken-${process.pid}`
    await server.lab.openListener(one.id, { transport: 'unix', path })
    await expect(server.lab.openListener(two.id, { transport: 'unix', path })).rejects.toMatchObject({
      code: 'path-in-use-by-run',
      params: { run: one.id },
    })
  })

  it('of another socket of this process is not told as a program that one could stop', async () => {
    const own = createServer().listen(0, '127.0.0.1')
    await once(own, 'listening')
    const { port } = own.address() as AddressInfo
    const refused = new LabError('port-in-use', { host: '127.0.0.1', port, holder: '' })
    const explain = portTaken({ runs: () => [], pageAt: () => null, holderOf, labOn: () => null })
    expect(explain(refused, 'tcp', [])).toMatchObject({ code: 'port-in-use-by-lab', params: { port } })
    // Whoever it is, another program is named.
    const other = portTaken({ runs: () => [], pageAt: () => null, holderOf: () => 'socat, PID 7', labOn: () => null })
    expect(other(refused, 'tcp', [])).toMatchObject({ code: 'port-in-use', params: { holder: ' (socat, PID 7)' } })
    own.close()
  })

  it('which a browser connects from is that run’s', async () => {
    const room = await startRun(server.lab, 'relay')
    const ana = await room.lab.join(room.run.id, 'ana')
    const view = server.lab
      .live(room.run.id)!
      .participants()
      .find(({ id }) => id === ana.id)!
    const port = Number(view.address.split(':').at(-1))
    await expect(start(tcp('127.0.0.1', port))).rejects.toMatchObject({
      code: 'port-in-use-by-run',
      params: { run: room.run.id },
    })
  })
})
