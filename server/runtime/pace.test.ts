import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab, startRun, type TestRun } from '../testing/lab.ts'
import { hears, until, type Peer } from '../testing/peer.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  lab = await openLab()
})
afterEach(() => lab.close())

const select = (room: TestRun) => room.lab.live(room.run.id)!.live().select!
const states = (room: TestRun) => room.participants(() => true)

async function relayOf(count: number): Promise<{ room: TestRun; peers: Peer[] }> {
  const room = await startRun(lab.lab, 'relay')
  const peers: Peer[] = []
  for (let i = 0; i < count; i++) {
    peers.push(await room.peer())
    await room.participants((all) => all.filter((state) => state === 'open').length === i + 1)
  }
  return { room, peers }
}

const hold = async (room: TestRun) => {
  room.lab.setPace(room.run.id, 'held')
  await until(
    'held',
    () => select(room).pace,
    (pace) => pace === 'held',
  )
}

/** Lets the relay serve one wake-up and waits until it has. */
async function step(room: TestRun): Promise<number[]> {
  const before = select(room).wakes.at(-1)?.number ?? 0
  room.lab.setPace(room.run.id, 'step')
  const after = await until(
    'a wake-up',
    async () => select(room),
    ({ wakes }) => (wakes.at(-1)?.number ?? 0) > before,
  )
  return [...after.wakes.at(-1)!.ready]
}

describe('the wake-ups of select', () => {
  it('are shown with the sockets that were ready together', async () => {
    const { room, peers } = await relayOf(3)
    const [ana, bob, eve] = peers as [Peer, Peer, Peer]
    const wakes = () => select(room).wakes.map(({ ready }) => ready)
    expect(await until('three accepts', wakes, (all) => all.length === 3)).toEqual([[0], [0], [0]])
    expect(select(room).pace).toBe('free')
    ana.say('bonjour\n')
    await hears(bob, 'bonjour\n')
    await hears(eve, 'bonjour\n')
    const last = await until(
      'its wake-up',
      async () => select(room).wakes.at(-1)!,
      ({ ready }) => ready[0] === 1,
    )
    expect(last).toEqual({ number: (await room.event('lines')).wake, ready: [1], more: 0 })
  })

  it('are served one by one: what came in while the relay was held is one wake-up, and nothing of it is lost', async () => {
    const { room, peers } = await relayOf(3)
    const [ana, bob, eve] = peers as [Peer, Peer, Peer]
    await hold(room)
    ana.say('un\n')
    bob.say('deux\n')
    // Long after the bytes have come, the relay has not served them: it knows nothing of them.
    const outsider = await startRun(lab.lab, 'relay')
    const other = [await outsider.peer(), await outsider.peer()] as const
    await outsider.participants((all) => all.filter((state) => state === 'open').length === 2)
    for (let i = 0; i < 20; i++) {
      other[0].say(`${i}\n`)
      await until(
        'it',
        () => other[1].heard,
        (heard) => heard.endsWith(`${i}\n`),
      )
    }
    expect(eve.heard).toBe('')
    expect((await room.events()).filter(({ kind }) => kind === 'lines')).toEqual([])

    expect((await step(room)).sort()).toEqual([1, 2])
    expect(select(room).pace).toBe('held')
    await until(
      'both lines',
      () => eve.heard.length,
      (length) => length === 8,
    )
    expect(eve.heard.split('\n').sort()).toEqual(['', 'deux', 'un'])
    const lines = (await room.events()).filter(({ kind }) => kind === 'lines')
    expect(new Set(lines.map(({ wake }) => wake)).size).toBe(1)

    ana.say('trois\n')
    bob.say('quatre\n')
    room.lab.setPace(room.run.id, 'free')
    await until(
      'all of it',
      () => eve.heard.length,
      (length) => length === 8 + 6 + 7,
    )
  })

  it('wait for a ready socket when a step is asked for while none is', async () => {
    const { room, peers } = await relayOf(2)
    const [ana, bob] = peers as [Peer, Peer]
    await hold(room)
    room.lab.setPace(room.run.id, 'step')
    await until(
      'a step',
      () => select(room).pace,
      (pace) => pace === 'step',
    )
    ana.say('enfin\n')
    await hears(bob, 'enfin\n')
    await until(
      'held again',
      () => select(room).pace,
      (pace) => pace === 'held',
    )
  })

  it('accept one newcomer each; until then it waits in the backlog', async () => {
    const { room } = await relayOf(1)
    await hold(room)
    await room.peer()
    await room.peer()
    await room.participants((all) => all.length === 3)
    expect(await states(room)).toEqual(['open', 'waiting', 'waiting'])
    expect(await step(room)).toEqual([0])
    expect(await states(room)).toEqual(['open', 'open', 'waiting'])
    expect(await step(room)).toEqual([0])
    expect(await states(room)).toEqual(['open', 'open', 'open'])
    const events = await until(
      'three accepts',
      room.events,
      (all) => all.filter((e) => e.kind === 'accepted').length === 2,
    )
    expect(events.filter((event) => event.kind === 'connected').map(({ accepted }) => accepted)).toEqual([
      true,
      false,
      false,
    ])
  })

  it('cannot be taken one by one in a program without select, nor after its end', async () => {
    const room = await startRun(lab.lab, 'line-server')
    expect(room.lab.live(room.run.id)!.live().select).toBeNull()
    expect(() => room.lab.setPace(room.run.id, 'held')).toThrow(expect.objectContaining({ code: 'no-select' }))
    await lab.lab.stop(room.run.id)
    expect(() => room.lab.setPace(room.run.id, 'held')).toThrow(expect.objectContaining({ code: 'run-not-running' }))
    expect(() => room.lab.setPace('99', 'held')).toThrow(expect.objectContaining({ code: 'unknown-run' }))
  })

  it('a run that is stopped while it is held ends at once', async () => {
    const { room, peers } = await relayOf(2)
    await hold(room)
    peers[0]!.say('jamais lu\n')
    expect((await lab.lab.stop(room.run.id)).state).toBe('stopped')
  })
})
