import { platform } from 'node:os'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openLab } from '../../testing/lab.ts'

/** An address of this machine on which no other test listens. */
const HOST = '127.83.7.29'

/** How a connect there ends. */
const fateAt = (port: number): Promise<string> =>
  new Promise((fate) => {
    const socket = connect(port, HOST)
    socket.once('connect', () => fate('connected'))
    socket.once('error', (error: NodeJS.ErrnoException) => fate(error.code ?? ''))
    socket.once('close', () => socket.destroy())
  })

describe.runIf(platform() === 'linux')('the port that is suggested', () => {
  it('is never listened on, however often somebody asks', async () => {
    const { lab, close } = await openLab({}, { host: HOST })
    const suggested = await lab.nextPort()
    const ports = new Set([suggested])
    const fates = new Set<string>()
    for (let tries = 0; tries < 200; tries++) {
      const asked = Promise.all(Array.from({ length: 5 }, () => lab.nextPort()))
      for (let one = 0; one < 5; one++) fates.add(await fateAt(suggested!))
      for (const port of await asked) ports.add(port)
    }
    expect([...fates]).toEqual(['ECONNREFUSED'])
    expect([...ports]).toEqual([suggested])
    await close()
  })

  it('is the one that the next run gets, and not that of a run that listens', async () => {
    const { lab, close } = await openLab({}, { host: HOST })
    const suggested = await lab.nextPort()
    const run = await lab.start({ program: 'relay' })
    expect(run.listeners[0]?.port).toBe(suggested)
    expect(await lab.nextPort()).toBeGreaterThan(suggested!)
    const beside = await openLab({}, { host: HOST })
    expect(await beside.lab.nextPort()).toBe(await lab.nextPort())
    await beside.close()
    await close()
  })
})
