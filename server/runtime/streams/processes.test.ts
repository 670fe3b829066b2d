/** The relay of question 5 with a process for each client: real children on real sockets, counted in the system's tables. */
import { readFileSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { hears, until, type RawClient } from '../../testing/raw-client.ts'

let opened: Awaited<ReturnType<typeof openLab>>

beforeEach(async () => {
  opened = await openLab()
})
afterEach(() => opened.close())

/** Parent of a process by the system's own table (proc(5)); null where there is no such process, or only its zombie. */
function parentOf(pid: number): number | null {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return state === 'Z' ? null : Number(parent)
  } catch {
    return null
  }
}

/** Reading children of this process, by what the system says of all processes. */
const children = (): number[] =>
  readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    if (!pid || parentOf(pid) !== process.pid) return []
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('reader-child') ? [pid] : []
  })

const noChildren = () => until('no child', children, (left) => left.length === 0)
const processes = (room: TestRun) => room.lab.live(room.run.id)?.live().processes ?? []
const ended = (room: TestRun) =>
  until(
    'the end',
    () => room.lab.view(room.run.id).state,
    (state) => state === 'stopped',
  )

async function relayFor(count: number): Promise<{ room: TestRun; peers: RawClient[] }> {
  const room = await startRun(opened.lab, 'relay-known', { count, strategy: 'process-each' })
  const peers: RawClient[] = []
  for (let i = 0; i < count; i++) peers.push(await room.client())
  return { room, peers }
}

/** Waits until each client has its child. */
const forked = (room: TestRun, count: number) =>
  until(
    'all children',
    async () => (await room.events()).filter((event) => event.kind === 'forked'),
    (all) => all.length === count,
  )

describe('relay with a process for each client', () => {
  it('closes who has a child that dies before it is ready as one without a process, and tells of no child', async () => {
    const { room } = await relayFor(2)
    const [child] = await until('a child', children, (all) => all.length > 0)
    process.kill(child!, 'SIGKILL')
    expect(await room.event('closed')).toMatchObject({ reason: 'no-process' })
    const told = (await room.events()).flatMap((event) => (event.kind === 'forked' ? [event.child] : []))
    expect(told).not.toContain(child)
    expect((await room.events()).some(({ kind }) => kind === 'child-died')).toBe(false)
  })

  it('has as many children as clients, in the program’s view and in the system’s tables', async () => {
    const { room, peers } = await relayFor(3)
    const told = await forked(room, 3)
    const [main, ...others] = processes(room)
    expect(main).toEqual({ id: 'main', pid: process.pid, line: 'wait', waits: { call: 'wait' } })
    expect(others.map(({ pid }) => pid)).toEqual([1, 2, 3].map((who) => told.find((e) => e.participant === who)!.child))
    expect(others.map(({ pid }) => parentOf(pid!))).toEqual(Array(3).fill(process.pid))
    expect(children().sort()).toEqual(others.map(({ pid }) => pid!).sort())
    for (const peer of peers) peer.finish()
    await ended(room)
    await noChildren()
  })

  it('serves in any order, and lets a child end with its client while the others go on', async () => {
    const { room, peers } = await relayFor(2)
    const [ana, bob] = peers as [RawClient, RawClient]
    const [, first, second] = await until(
      'three processes',
      () => processes(room),
      (all) => all.length === 3,
    )
    bob.say('un\n')
    await hears(ana, 'un\n')
    bob.finish()
    await until(
      'the end of the child of bob',
      () => parentOf(second!.pid!),
      (parent) => parent === null,
    )
    expect(parentOf(first!.pid!)).toBe(process.pid)
    ana.say('deux\n')
    await hears(bob, 'deux\n')
    ana.finish()
    await ended(room)
    await noChildren()
  })

  it('tells of no child that died where the connection had gone before there was one', async () => {
    // A few children start at a time: the first is there, and its client is passed on, long before the last.
    const count = 20
    const { room, peers } = await relayFor(count)
    const gone = peers.slice(-6)
    for (const peer of gone) peer.reset()
    peers[0]!.say('un\n'.repeat(10))
    await until(
      'their ends',
      async () => (await room.events()).filter(({ kind }) => kind === 'closed').length,
      (closed) => closed === gone.length,
    )
    for (const peer of peers.slice(0, -6)) peer.finish()
    await ended(room)
    expect((await room.events()).filter(({ kind }) => kind === 'child-died')).toEqual([])
    await noChildren()
  })

  it('loses, doubles and reorders nothing of twenty who speak before their children are there', async () => {
    const count = 20
    const { room, peers } = await relayFor(count)
    const LINES = 50
    for (const [i, peer] of peers.entries()) for (let n = 0; n < LINES; n++) peer.say(`${i} ${n}\n`)
    const early = await room.events()
    expect(early.some((event) => event.kind === 'lines')).toBe(false)
    for (const [i, peer] of peers.entries()) {
      const heard = await until(
        'every line of the others',
        () => peer.heard.split('\n'),
        (all) => all.length === (count - 1) * LINES + 1,
      )
      for (let other = 0; other < count; other++) {
        const own = heard.filter((line) => line.startsWith(`${other} `))
        expect(own).toEqual(other === i ? [] : Array.from({ length: LINES }, (_, n) => `${other} ${n}`))
      }
    }
    expect(children()).toHaveLength(count)
    await opened.lab.stop(room.run.id)
    await noChildren()
    for (const peer of peers) peer.socket.destroy()
  })

  it('leaves no child behind when it is stopped while they start', async () => {
    const { room, peers } = await relayFor(8)
    await until('the first of them', children, (some) => some.length > 0)
    await opened.lab.stop(room.run.id)
    await noChildren()
    const before = (await room.events()).length
    await until('nothing more is told', room.events, (all) => all.length === before)
    for (const peer of peers) peer.socket.destroy()
  })
})
