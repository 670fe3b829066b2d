import { createServer } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab, startRun } from '../../testing/lab.ts'
import { hears, RawClient, until } from '../../testing/raw-client.ts'
import { portToKeep } from '../../testing/ports.ts'

let opened: Awaited<ReturnType<typeof openLab>>

beforeEach(async () => {
  opened = await openLab({ participants: 4, runs: 3 })
})
afterEach(() => opened.close())

describe('web participants', () => {
  it('are real connections with a name, seen by raw participants as one of them', async () => {
    const room = await startRun(opened.lab, 'relay')
    const raw = await room.client()
    await room.participants((states) => states.length === 1)
    const ana = await room.lab.join(room.run.id, 'ana')
    ana.send(Buffer.from('bonjour\n'))
    await hears(raw, 'bonjour\n')
    expect(await room.event('connected', (event) => event.web)).toMatchObject({
      name: 'ana',
      participant: ana.id,
      via: 'tcp',
    })
    raw.say('salut\n')
    await until(
      'what ana heard',
      () => room.lab.live(room.run.id)!.participants()[1]!.received.lines,
      (lines) => lines === 1,
    )
    raw.socket.destroy()
  })

  it('keep their names when many join and connect at once', async () => {
    const room = await startRun(opened.lab, 'relay')
    const joins = ['ana', 'bea', 'cleo'].map((name) => room.lab.join(room.run.id, name))
    const raw = await room.client()
    const joined = await Promise.all(joins)
    await room.participants((states) => states.length === 4)
    const names = new Map(
      room.lab
        .live(room.run.id)!
        .participants()
        .map((one) => [one.id, one.name]),
    )
    for (const { id, name } of joined) expect(names.get(id)).toBe(name)
    expect([...names.values()]).toContain(`:${raw.port}`)
    raw.socket.destroy()
  })

  it('are refused under a name that is taken, that looks taken, or where there is no room', async () => {
    const room = await startRun(opened.lab, 'relay')
    const join = (name: string) => room.lab.join(room.run.id, name)
    await join('Bob')
    await expect(join('B0b')).rejects.toMatchObject({ code: 'name-taken' })
    await expect(join(':8080')).rejects.toMatchObject({ code: 'bad-name' })
    const twins = await Promise.allSettled([join('eve'), join('EVE')])
    expect(twins.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    for (const name of ['c', 'd']) await join(name)
    await expect(join('f')).rejects.toMatchObject({ code: 'too-many-participants' })
    await expect(room.lab.join('77', 'g')).rejects.toMatchObject({ code: 'unknown-run' })
  })

  it('can leave in every way', async () => {
    const room = await startRun(opened.lab, 'relay')
    const raw = await room.client()
    const [a, b, c] = [
      await room.lab.join(room.run.id, 'a'),
      await room.lab.join(room.run.id, 'b'),
      await room.lab.join(room.run.id, 'c'),
    ]
    a.close('half')
    await room.event('ended', (event) => event.participant === a.id)
    raw.say('encore\n')
    await until(
      'a hears',
      () =>
        room.lab
          .live(room.run.id)!
          .participants()
          .find((one) => one.id === a.id)!.received.lines,
      (n) => n === 1,
    )
    expect(() => a.send(Buffer.from('x'))).toThrow(expect.objectContaining({ code: 'not-yours' }))
    b.close('reset')
    expect(await room.event('closed', (event) => event.participant === b.id)).toMatchObject({ reason: 'reset' })
    let gone = 0
    c.onGone(() => gone++)
    await room.lab.stop(room.run.id)
    await until(
      'c is gone',
      () => gone,
      (times) => times === 1,
    )
    await expect(room.lab.join(room.run.id, 'late')).rejects.toMatchObject({ code: 'run-not-running' })
    raw.socket.destroy()
  })
})

describe('runs', () => {
  it('refuse a busy port, and leave the others untouched', async () => {
    const room = await startRun(opened.lab, 'relay')
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    const { port } = blocker.address() as { port: number }
    const start = (listen: { host?: string; port: number }) =>
      opened.lab.start({ program: 'relay', options: { maxLine: 100 }, listen: [{ transport: 'tcp', ...listen }] })
    await expect(start({ port })).rejects.toMatchObject({ code: 'port-in-use', params: { port } })
    await expect(start({ port: 0, host: '203.0.113.7' })).rejects.toMatchObject({ code: 'address-unavailable' })
    expect(opened.lab.views()).toHaveLength(1)
    const peer = await RawClient.connect(room.port)
    await room.event('connected')
    peer.socket.destroy()
    blocker.close()
  })

  it('are limited in number, and can be restarted on the same port at once', async () => {
    const first = await startRun(opened.lab, 'relay', {}, { port: await portToKeep() })
    await startRun(opened.lab, 'line-server')
    await startRun(opened.lab, 'relay')
    await expect(startRun(opened.lab, 'relay')).rejects.toMatchObject({ code: 'too-many-runs' })
    const peer = await RawClient.connect(first.port)
    await first.event('connected')
    await opened.lab.stop(first.run.id)
    const again = await opened.lab.start({
      program: 'relay',
      options: { maxLine: 100 },
      listen: [{ transport: 'tcp', port: first.port }],
    })
    expect(again.listeners[0]!.port).toBe(first.port)
    expect(again.id).not.toBe(first.run.id)
    peer.socket.destroy()
  })
})
