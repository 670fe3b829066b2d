/** Programs of the sheet that fork, on real sockets and with real processes: who reads, and that none is left behind. */
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { hears, until } from '../../testing/raw-client.ts'
import { ended, type } from './programs.fixture.ts'

let opened: Awaited<ReturnType<typeof openLab>>

beforeEach(async () => {
  opened = await openLab()
})
afterEach(() => opened.close())

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

describe('relay for a known number', () => {
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
})

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
