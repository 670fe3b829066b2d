/** The programs of the sheet that read a keyboard, connect, or read in turn, on real sockets. */
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { hears, until } from '../../testing/raw-client.ts'

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

const type = (room: TestRun, text: string) => room.lab.type(room.run.id, Buffer.from(text))
const waits = (room: TestRun) => room.lab.live(room.run.id)?.live().processes[0]?.waits
const ended = (room: TestRun) =>
  until(
    'the end',
    () => room.lab.view(room.run.id).state,
    (state) => state === 'stopped',
  )

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
    expect(room.lab.live(room.run.id)!.live().keyboard).toEqual({ wanted: false, ahead: ['trop tôt\n'], ended: false })
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

  it('a process for each: real ones, in any order, until the last one ends', async () => {
    const room = await startRun(opened.lab, 'relay-known', { count: 2, strategy: 'process-each' })
    const [ana, bob] = [await room.client(), await room.client()]
    // Said before there is anybody to read it.
    ana.say('tout de suite\n')
    const children = await readers(room, 2)
    expect(children.map(parentOf)).toEqual([process.pid, process.pid])
    await hears(bob, 'tout de suite\n')
    bob.say('un\n')
    await hears(ana, 'un\n')
    bob.finish()
    await room.event('ended')
    ana.say('deux\n')
    await hears(bob, 'tout de suite\ndeux\n')
    ana.finish()
    await ended(room)
    await nobodyLeft(children)
  })

  it('a process for each: one that is killed is told of, its client is read no more, the others go on', async () => {
    const room = await startRun(opened.lab, 'relay-known', { count: 3, strategy: 'process-each' })
    const [ana, bob, eve] = [await room.client(), await room.client(), await room.client()]
    const children = await readers(room, 3)
    process.kill(children[1]!, 'SIGKILL')
    expect(await room.event('child-died')).toMatchObject({ participant: 2, how: 'SIGKILL' })
    bob.say('personne ne me lit\n')
    ana.say('un\n')
    await hears(bob, 'un\n')
    await hears(eve, 'un\n')
    const unread = () =>
      room.lab
        .live(room.run.id)!
        .participants()
        .map((one) => one.paused)
    expect(unread()).toEqual([false, true, false])
    await opened.lab.stop(room.run.id)
    await nobodyLeft(children)
    expect(ana.heard + eve.heard).not.toContain('personne')
  })

  it('a process for each of twenty', async () => {
    const room = await startRun(opened.lab, 'relay-known', { count: 20, strategy: 'process-each' })
    const peers = await Promise.all(Array.from({ length: 20 }, () => room.client()))
    const children = await readers(room, 20)
    expect(new Set(children).size).toBe(20)
    peers[19]!.say('du fond\n')
    await Promise.all(peers.slice(0, 19).map((peer) => hears(peer, 'du fond\n')))
    await opened.lab.stop(room.run.id)
    await nobodyLeft(children)
  })
})

const running = (pid: number): boolean => existsSync(`/proc/${pid}`)
const parentOf = (pid: number): number =>
  Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

/** Process ids of the children, when each of them reads its client. */
async function readers(room: TestRun, count: number): Promise<number[]> {
  const seen = await until(
    `${count} children`,
    () => room.lab.live(room.run.id)!.live().processes,
    (all) => all.length === count + 1,
  )
  return seen.slice(1).map(({ pid }) => pid!)
}

const nobodyLeft = (pids: readonly number[]) =>
  until(
    'no child',
    () => pids.filter(running),
    (left) => left.length === 0,
  )

describe('duplex chat', () => {
  const pids = (room: TestRun) =>
    room.lab
      .live(room.run.id)
      ?.live()
      .processes.map(({ pid }) => pid) ?? []

  it('has two real processes, either may speak, and end of file has two directions', async () => {
    const room = await startRun(opened.lab, 'duplex-chat')
    const peer = await room.client()
    peer.say('tout de suite\n')
    const { child, parent } = await room.event('forked')
    expect(parent).toBe(process.pid)
    expect(pids(room)).toEqual([parent, child])
    expect(room.lab.live(room.run.id)!.participants()[0]!.paused).toBe(false)
    await room.event('lines', (event) => event.text === 'tout de suite\n' && event.to === 'console')
    type(room, 'un\n')
    type(room, 'deux\n')
    await hears(peer, 'un\ndeux\n')
    room.lab.type(room.run.id, null)
    await until('FIN', () => peer.ended, Boolean)
    peer.say('je parle encore\n')
    await room.event('lines', (event) => event.text === 'je parle encore\n')
    peer.finish()
    await ended(room)
    await nobodyLeft([child])
  })

  it('leaves no process behind when it is stopped, and ends when its child is killed', async () => {
    const room = await startRun(opened.lab, 'duplex-chat')
    const peer = await room.client()
    const { child } = await room.event('forked')
    await opened.lab.stop(room.run.id)
    await nobodyLeft([child])
    const again = await startRun(opened.lab, 'duplex-chat')
    const other = await again.client()
    const forked = await again.event('forked')
    process.kill(forked.child, 'SIGKILL')
    expect(await again.event('child-died')).toMatchObject({ how: 'SIGKILL' })
    await ended(again)
    peer.socket.destroy()
    other.socket.destroy()
  })

  it('plays both sides: two chats of the lab with one another', async () => {
    const server = await startRun(opened.lab, 'duplex-chat')
    const client = await startRun(opened.lab, 'duplex-chat', {
      role: 'client',
      target: { host: '127.0.0.1', port: server.port },
    })
    type(client, 'bonjour\n')
    type(server, 'salut\n')
    await server.event('lines', (event) => event.text === 'bonjour\n' && event.to === 'console')
    await client.event('lines', (event) => event.text === 'salut\n' && event.to === 'console')
  })
})
