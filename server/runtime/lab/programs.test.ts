/** The programs of the sheet that read a keyboard, connect, or read in turn, on real sockets. */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab, startRun } from '../../testing/lab.ts'
import { hears, until } from '../../testing/raw-client.ts'
import { ended, type, waits } from './programs.fixture.ts'

let opened: Awaited<ReturnType<typeof openLab>>

beforeEach(async () => {
  opened = await openLab()
})
afterEach(() => opened.close())

/** A server that is not the lab's: keeps what it hears. */
async function stranger() {
  let heard = ''
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    target: { host: '127.0.0.1', port },
    heard: () => heard,
    sockets,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

describe('line server', () => {
  it('closes its client before it accepts the next one, as its loop does', async () => {
    const room = await startRun(opened.lab, 'line-server')
    const [ana, bob] = [await room.client(), await room.client()]
    await room.participants((states) => states.includes('waiting'))
    ana.finish()
    await room.event('accepted', ({ participant }) => participant === 2)
    const kinds = (await room.events()).map(({ kind, participant }) => `${kind} ${participant}`)
    expect(kinds.slice(kinds.indexOf('ended 1'))).toEqual(['ended 1', 'closed 1', 'accepted 2'])
    bob.socket.destroy()
  })
})

describe('line client', () => {
  it('sends what is typed, before and after it has connected, and ends with Ctrl+D', async () => {
    const server = await stranger()
    const room = await startRun(opened.lab, 'line-client', { target: server.target })
    type(room, 'un\nde')
    type(room, 'ux\n')
    await until('both lines', server.heard, (text) => text === 'un\ndeux\n')
    expect(await room.event('connected')).toMatchObject({ outgoing: true, name: `127.0.0.1:${server.target.port}` })
    expect(await room.event('lines')).toMatchObject({ participant: 0, to: [1], text: 'un\n' })
    expect(room.run.listeners).toEqual([])
    room.lab.type(room.run.id, null)
    await ended(room)
    server.close()
  })

  it('says which error kept it from connecting', async () => {
    const server = await stranger()
    server.close()
    const room = await startRun(opened.lab, 'line-client', { target: server.target })
    expect(await room.event('unreached')).toMatchObject({ errno: 'ECONNREFUSED', port: server.target.port })
    await ended(room)
    await expect(async () => type(room, 'x\n')).rejects.toMatchObject({ code: 'run-not-running' })
  })

  it('cannot be joined, and a server has no keyboard', async () => {
    const server = await stranger()
    const client = await startRun(opened.lab, 'line-client', { target: server.target })
    await expect(opened.lab.join(client.run.id, 'ana')).rejects.toMatchObject({ code: 'not-joinable' })
    const relay = await startRun(opened.lab, 'relay')
    await expect(async () => type(relay, 'x\n')).rejects.toMatchObject({ code: 'no-keyboard' })
    server.close()
  })
})

describe('alternating chat', () => {
  it('takes turns with a client that is not the lab’s', async () => {
    const room = await startRun(opened.lab, 'alternating-chat')
    expect(waits(room)).toEqual({ call: 'accept' })
    const peer = await room.client()
    await until(
      'recv',
      () => waits(room),
      (seen) => seen?.call === 'recv',
    )
    type(room, 'trop tôt\n')
    expect(room.lab.live(room.run.id)!.live().keyboard).toEqual({
      wanted: false,
      ahead: [{ text: 'trop tôt\n', size: 10 }],
      lines: 1,
      ended: false,
    })
    peer.say('bonjour\n')
    await hears(peer, Buffer.from('trop tôt\n').toString('latin1'))
    peer.say('un\n')
    await room.event('lines', (event) => event.text === 'un\n' && event.to === 'console')
    peer.say('hors de mon tour\n')
    await until(
      'its bytes left in the kernel',
      () => room.lab.live(room.run.id)!.participants()[0]!,
      ({ paused }) => paused,
    )
    type(room, 'deux\n')
    await room.event('lines', (event) => event.text === 'hors de mon tour\n')
    const said = (await room.events()).filter((event) => event.kind === 'lines')
    expect(said.map((event) => event.participant)).toEqual([1, 0, 1, 0, 1])
    peer.finish()
    type(room, 'fin\n')
    await ended(room)
    peer.socket.destroy()
  })

  it('is a deadlock when both sides begin by reading: named on both, once', async () => {
    const server = await startRun(opened.lab, 'alternating-chat')
    const target = { host: '127.0.0.1', port: server.port }
    const client = await startRun(opened.lab, 'alternating-chat', { role: 'client', begins: 'reading', target })
    expect(await server.event('deadlock')).toMatchObject({ run: client.run.id })
    expect(await client.event('deadlock')).toMatchObject({ run: server.run.id })
    expect(opened.lab.live(client.run.id)!.live().deadlock).toBe(server.run.id)
    const deadlocks = (await server.events()).filter((event) => event.kind === 'deadlock')
    expect(deadlocks).toHaveLength(1)
  })

  it('is none when the sheet is followed, however long nobody types', async () => {
    const server = await startRun(opened.lab, 'alternating-chat')
    const target = { host: '127.0.0.1', port: server.port }
    const client = await startRun(opened.lab, 'alternating-chat', { role: 'client', target })
    await until(
      'its turn',
      () => waits(client),
      (seen) => seen?.call === 'keyboard',
    )
    for (const [room, text] of [
      [client, 'bonjour\n'],
      [server, 'salut\n'],
      [client, 'encore\n'],
    ] as const) {
      await until(
        'the keyboard',
        () => waits(room),
        (seen) => seen?.call === 'keyboard',
      )
      type(room, text)
    }
    await server.event('lines', (event) => event.text === 'encore\n')
    for (const room of [server, client])
      expect((await room.events()).some((event) => event.kind === 'deadlock')).toBe(false)
  })
})

describe('relay for a known number', () => {
  it('read in turn: a silent client holds up the others, whose bytes wait; one more is never accepted', async () => {
    const room = await startRun(opened.lab, 'relay-known', { count: 2 })
    const [ana, bob] = [await room.client(), await room.client()]
    await until(
      'recv',
      () => waits(room),
      (seen) => seen?.call === 'recv',
    )
    const late = await room.client()
    await room.participants((states) => states.includes('waiting'))
    bob.say('je parle\n')
    late.say('moi aussi\n')
    expect(
      room.lab
        .live(room.run.id)!
        .participants()
        .map(({ paused }) => paused),
    ).toEqual([false, true, true])
    ana.say('enfin\n')
    await hears(bob, 'enfin\n')
    await hears(ana, 'je parle\n')
    expect(late.heard).toBe('')
    for (const peer of [ana, bob]) peer.finish()
    await ended(room)
    late.socket.destroy()
  })
})
