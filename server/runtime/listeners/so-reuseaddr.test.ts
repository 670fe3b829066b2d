/** Listeners without SO_REUSEADDR: the lab must decide as the kernel does for a Python program, at the same moment. */
import { platform } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { socketTables } from '../../kernel/sockets.ts'
import { completeOptions } from '#programs/registry.ts'
import { python } from '../../testing/child.ts'
import { openLab } from '../../testing/lab.ts'
import { RawClient, until } from '../../testing/raw-client.ts'
import { bindsWithoutReuse } from './so-reuseaddr.ts'
import { portToKeep } from '../../testing/ports.ts'

let opened: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  opened = await openLab()
})
afterEach(() => opened.close())

const rowsOf = async (port: number) => {
  const reading = await socketTables(511).read(new Set([port]))
  return 'rows' in reading ? reading.rows : []
}
const start = (host: string, port: number, reuseAddress: boolean) =>
  opened.lab.start({ program: 'relay', options: { reuseAddress }, listen: [{ transport: 'tcp', host, port }] })

/** The code of the refusal; 'ok' where the run listens, which then ends. */
async function labSays(host: string, port: number): Promise<string> {
  try {
    await opened.lab.stop((await start(host, port, false)).id)
    return 'ok'
  } catch (error) {
    return (error as { code: string }).code
  }
}

/** What a bind without the option gets of the kernel. */
async function kernelSays(host: string, port: number): Promise<string> {
  const program = python('bind.py', host, String(port))
  await program.exit()
  return program.out
}

/** A web participant at a run that stops: its end closes first. Gives the port. */
async function leaveTimeWait(host: string): Promise<number> {
  const run = await start(host, await portToKeep(), true)
  const port = run.listeners[0]!.port
  await opened.lab.join(run.id, 'ana')
  await opened.lab.stop(run.id)
  await until(
    'TIME_WAIT at the listener, and no other row there',
    () => rowsOf(port),
    (rows) => rows.length > 0 && rows.every(({ state, local }) => state === 'TIME_WAIT' && local.port === port),
  )
  return port
}

describe.skipIf(platform() !== 'linux')('without reuse-address', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::1', '::'])(
    'a port that a program on %s has left is refused exactly where the kernel refuses it',
    async (left) => {
      for (const host of ['127.0.0.1', '127.0.0.2', '0.0.0.0', '::1', '::']) {
        const port = await leaveTimeWait(left)
        const kernel = await kernelSays(host, port)
        const lab = await labSays(host, port)
        expect({ host, lab }).toEqual({ host, lab: kernel === 'EADDRINUSE' ? 'port-in-time-wait' : 'ok' })
      }
    },
    60_000,
  )

  it('the refusal counts the entries and the seconds, and the same port is taken at once with the option', async () => {
    const port = await leaveTimeWait('127.0.0.1')
    expect(await labSays('localhost', port)).toBe('port-in-time-wait')
    const refused = start('127.0.0.1', port, false)
    await expect(refused).rejects.toMatchObject({ params: { port, count: 1, states: '1 TIME_WAIT' } })
    const { params } = (await refused.catch((error: unknown) => error)) as { params: { seconds: number } }
    expect(params.seconds).toBeGreaterThan(50)
    expect(params.seconds).toBeLessThanOrEqual(60)
    expect((await start('127.0.0.1', port, true)).listeners[0]!.port).toBe(port)
  })

  it('a peer that keeps its end open leaves FIN_WAIT2 at the listener, which is in the way as well', async () => {
    const run = await start('127.0.0.1', await portToKeep(), true)
    const port = run.listeners[0]!.port
    const peer = await RawClient.connect(port)
    await until(
      'the peer in the run',
      () => opened.lab.view(run.id).present,
      (present) => present === 1,
    )
    await opened.lab.stop(run.id)
    await until(
      'FIN_WAIT2 at the listener',
      () => rowsOf(port),
      (rows) => rows.some(({ state, local }) => state === 'FIN_WAIT2' && local.port === port),
    )
    expect(await kernelSays('127.0.0.1', port)).toBe('EADDRINUSE')
    await expect(start('127.0.0.1', port, false)).rejects.toMatchObject({ params: { states: '1 FIN_WAIT2' } })
    peer.socket.destroy()
  })

  it('a listener in the way is told as a port in use', async () => {
    const run = await start('127.0.0.1', await portToKeep(), true)
    await expect(start('127.0.0.1', run.listeners[0]!.port, false)).rejects.toMatchObject({
      code: 'port-in-use-by-run',
    })
  })
})

describe('reuse-address', () => {
  it('is refused in words where the tables cannot be read', async () => {
    const tables = { read: () => Promise.resolve({ absent: 'other-system' } as const) }
    await expect(bindsWithoutReuse(tables, { host: '127.0.0.1', port: 80 }, false)).rejects.toMatchObject({
      code: 'reuse-unsupported',
    })
  })

  it('belongs to a program that listens: a client has none, and is told so', () => {
    const target = { host: '127.0.0.1', port: 1 }
    const chat = (options: object) => completeOptions('alternating-chat', options)
    expect(chat({})).toMatchObject({ options: { reuseAddress: true } })
    expect(chat({ role: 'client', target })).not.toHaveProperty('options.reuseAddress')
    expect(chat({ role: 'client', target, reuseAddress: false })).toHaveProperty('wrong')
  })
})
