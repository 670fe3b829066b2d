/** Who sent FIN and stays does not keep others out; and who did not is left alone. */
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { hears, type RawClient } from '../../testing/raw-client.ts'

let opened: Awaited<ReturnType<typeof openLab>>
afterEach(() => opened.close())

async function relayOf(participants: number): Promise<TestRun> {
  opened = await openLab({ participants })
  return startRun(opened.lab, 'relay')
}

/** Connects so many, in order, each known to the run before the next. */
async function connected(room: TestRun, count: number, from = 0): Promise<RawClient[]> {
  const clients: RawClient[] = []
  for (let n = 1; n <= count; n++) {
    clients.push(await room.client())
    await room.event('connected', ({ participant }) => participant === from + n)
  }
  return clients
}

/** A connection that is to be refused. */
const knock = (room: TestRun): unknown => connect(room.port, '127.0.0.1').on('error', () => {})

async function ghosts(room: TestRun, clients: readonly RawClient[], from = 0): Promise<void> {
  for (const [n, client] of clients.entries()) {
    client.finish()
    await room.event('ended', ({ participant }) => participant === from + n + 1)
  }
}

describe('a run at its limit', () => {
  it('lets everybody in while half-closed connections have the places, the longest half-closed leaving first', async () => {
    // One more is kept for another address than this one.
    const room = await relayOf(18)
    const speaker = await connected(room, 1)
    const old = await connected(room, 17, 1)
    await ghosts(room, old, 1)
    const late = await connected(room, 5, 18)
    const events = await room.events()
    const ends = events.filter(({ kind }) => kind === 'closed')
    expect(ends.map(({ participant }) => participant)).toEqual([2, 3, 4, 5, 6])
    for (const end of ends) expect(end).toMatchObject({ reason: 'half-closed-replaced', unsent: 0 })
    for (const [n, end] of ends.entries()) {
      const newcomer = events.find(({ kind, participant }) => kind === 'connected' && participant === 19 + n)!
      expect(end.seq).toBeLessThan(newcomer.seq)
    }
    expect(events.some(({ kind }) => kind === 'refused')).toBe(false)
    // It got FIN, as from a program that calls close, and those who stayed go on.
    await hears(old[0]!, '')
    speaker[0]!.say('encore la\n')
    await hears(late[4]!, 'encore la\n')
    await hears(old[16]!, 'encore la\n')
    expect(old[0]!.error).toBe(null)
  })

  it('tells of the end of who made room once, whatever its connection tells later', async () => {
    const room = await relayOf(5)
    await ghosts(room, await connected(room, 5))
    await connected(room, 1, 5)
    const run = await opened.lab.stop(room.run.id)
    expect(run.present).toBe(0)
    const ends = (await room.events()).flatMap((event) => (event.kind === 'closed' ? [event.participant] : []))
    expect([...ends].sort()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('has nobody make room who has not sent FIN, and says that there is no place', async () => {
    const room = await relayOf(5)
    await connected(room, 5)
    knock(room)
    expect(await room.event('refused')).toMatchObject({ reason: 'run-full' })
    expect((await room.events()).some(({ kind }) => kind === 'closed')).toBe(false)
  })

  it('lets a browser in likewise', async () => {
    const room = await relayOf(5)
    await ghosts(room, await connected(room, 5))
    const ana = await opened.lab.join(room.run.id, 'ana')
    expect(ana.id).toBe(6)
    expect(await room.event('closed')).toMatchObject({ participant: 1, reason: 'half-closed-replaced' })
  })

  it('keeps a tenth more for addresses that have no place yet: a page gets in where another has all the others', async () => {
    const room = await relayOf(20)
    await connected(room, 20)
    knock(room)
    await room.event('refused')
    const joined = await opened.lab.join(room.run.id, 'ana', { page: 1, address: '10.0.0.1' })
    expect(joined.id).toBe(21)
    await expect(opened.lab.join(room.run.id, 'bea', { page: 2, address: '10.0.0.1' })).rejects.toMatchObject({
      code: 'too-many-participants',
      params: { limit: 20, flag: '--max-participants' },
    })
    await opened.lab.join(room.run.id, 'cleo', { page: 3, address: '10.0.0.2' })
  })
})
