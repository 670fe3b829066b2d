import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { hears, until, type RawClient } from '../../testing/raw-client.ts'

const BY = { page: 1, address: '127.0.0.1' }

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  lab = await openLab()
})
afterEach(() => lab.close())

const WAKES = ['select', 'each', 'new']
const SENDING = [...WAKES, 'recv', 'others', 'but-one', 'put', 'pushes', 'push', 'send']

const select = (room: TestRun) => room.lab.live(room.run.id)!.live().select!
const states = (room: TestRun) => room.participants(() => true)

async function relayOf(count: number): Promise<{ room: TestRun; peers: RawClient[] }> {
  const room = await startRun(lab.lab, 'relay')
  const peers: RawClient[] = []
  for (let i = 0; i < count; i++) {
    peers.push(await room.client())
    await room.participants((all) => all.filter((state) => state === 'open').length === i + 1)
  }
  return { room, peers }
}

const hold = async (room: TestRun) => {
  room.lab.setStepper(room.run.id, 'paused', BY)
  await until(
    'paused',
    () => select(room).state,
    (state) => state === 'paused',
  )
}

/** Lets the relay serve one wake-up and waits until it has. */
async function step(room: TestRun): Promise<number[]> {
  const before = select(room).wakeUps.at(-1)?.number ?? 0
  room.lab.setStepper(room.run.id, 'stepping', BY)
  const after = await until(
    'a wake-up',
    async () => select(room),
    ({ wakeUps }) => (wakeUps.at(-1)?.number ?? 0) > before,
  )
  return [...after.wakeUps.at(-1)!.ready]
}

describe('the wake-ups of select', () => {
  it('are shown with the sockets that were ready together', async () => {
    const { room, peers } = await relayOf(3)
    const [ana, bob, eve] = peers as [RawClient, RawClient, RawClient]
    const wakeUps = () => select(room).wakeUps.map(({ ready }) => ready)
    expect(await until('three accepts', wakeUps, (all) => all.length === 3)).toEqual([[0], [0], [0]])
    expect(select(room).state).toBe('running')
    ana.say('bonjour\n')
    await hears(bob, 'bonjour\n')
    await hears(eve, 'bonjour\n')
    const last = await until(
      'its wake-up',
      async () => select(room).wakeUps.at(-1)!,
      ({ ready }) => ready[0] === 1,
    )
    const said = await room.event('lines')
    expect(last).toEqual({ number: said.wakeUp, ready: [1], more: 0, first: said.seq, lines: SENDING })
  })

  it('are served one by one: what came in while the relay was paused is one wake-up, and nothing of it is lost', async () => {
    const { room, peers } = await relayOf(3)
    const [ana, bob, eve] = peers as [RawClient, RawClient, RawClient]
    await hold(room)
    ana.say('un\n')
    bob.say('deux\n')
    // Long after the bytes have come, the relay has not served them: it knows nothing of them.
    const outsider = await startRun(lab.lab, 'relay')
    const other = [await outsider.client(), await outsider.client()] as const
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
    expect(select(room).state).toBe('paused')
    await until(
      'both lines',
      () => eve.heard.length,
      (length) => length === 8,
    )
    expect(eve.heard.split('\n').sort()).toEqual(['', 'deux', 'un'])
    const lines = (await room.events()).filter(({ kind }) => kind === 'lines')
    expect(new Set(lines.map(({ wakeUp }) => wakeUp)).size).toBe(1)

    ana.say('trois\n')
    bob.say('quatre\n')
    room.lab.setStepper(room.run.id, 'running', BY)
    await until(
      'all of it',
      () => eve.heard.length,
      (length) => length === 8 + 6 + 7,
    )
  })

  it('wait for a ready socket when a step is asked for while none is', async () => {
    const { room, peers } = await relayOf(2)
    const [ana, bob] = peers as [RawClient, RawClient]
    await hold(room)
    room.lab.setStepper(room.run.id, 'stepping', BY)
    await until(
      'a step',
      () => select(room).state,
      (state) => state === 'stepping',
    )
    ana.say('enfin\n')
    await hears(bob, 'enfin\n')
    await until(
      'paused again',
      () => select(room).state,
      (state) => state === 'paused',
    )
  })

  it('accept one newcomer each; until then it waits in the backlog', async () => {
    const { room } = await relayOf(1)
    await hold(room)
    await room.client()
    await room.client()
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

  it('have a number and their lines of the listing also where no line was whole', async () => {
    const { room, peers } = await relayOf(2)
    const [ana] = peers as [RawClient, RawClient]
    const last = () => select(room).wakeUps.at(-1)!
    const accepts = await until('two accepts', last, (wakeUp) => wakeUp.number === 3)
    expect(accepts).toEqual({ number: 3, ready: [0], more: 0, first: 4, lines: [...WAKES, 'accept', 'queue'] })
    ana.say('sans fin')
    const read = await until('a wake-up', last, ({ number }) => number > accepts.number)
    expect(read).toEqual({ number: 4, ready: [1], more: 0, first: null, lines: [...WAKES, 'recv'] })
    expect((await room.event('partial-line')).wakeUp).toBe(4)
    ana.finish()
    const end = await until('its end', last, ({ number }) => number > read.number)
    const lines = await room.event('lines')
    expect(end).toEqual({ number: 5, ready: [1], more: 0, first: lines.seq, lines: [...SENDING, 'end'] })
    expect(lines.wakeUp).toBe(5)
    expect((await room.event('ended')).wakeUp).toBe(5)
  })

  it('are left out by no RST: it is one, and a step serves nothing else', async () => {
    const { room, peers } = await relayOf(3)
    const [ana, bob, eve] = peers as [RawClient, RawClient, RawClient]
    await hold(room)
    ana.reset()
    await until(
      'the RST has left',
      () => ana.closed,
      (closed) => closed,
    )
    expect(await states(room)).toEqual(['open', 'open', 'open'])
    expect(await step(room)).toEqual([1])
    expect(select(room).state).toBe('paused')
    const closed = await room.event('closed')
    expect(closed).toMatchObject({ participant: 1, reason: 'reset', wakeUp: select(room).wakeUps.at(-1)!.number })
    bob.say('après\n')
    expect(await step(room)).toEqual([2])
    await hears(eve, 'après\n')
  })

  it('wait with FIN and time-outs as with everything else while the relay is paused', async () => {
    const clock = new ManualClock()
    const other = await openLab({}, { clock })
    try {
      const room = await startRun(other.lab, 'relay')
      const ana = await room.client()
      await room.participants((all) => all.filter((state) => state === 'open').length === 1)
      ana.finish()
      await room.event('ended')
      await hold(room)
      const bob = await room.client()
      await room.participants((all) => all.length === 2)
      bob.finish()
      // Long past the 30 s that somebody half-closed may stay.
      clock.advance(3_600_000)
      await turn()
      expect(await states(room)).toEqual(['ended', 'waiting'])
      expect(await step(room)).toEqual([0])
      const closed = await room.event('closed')
      expect(closed).toMatchObject({ participant: 1, reason: 'half-closed-too-long' })
      expect(await states(room)).toContain('open')
      expect(await step(room)).toEqual([2])
      await room.event('ended', ({ participant }) => participant === 2)
    } finally {
      await other.close()
    }
  })

  it('let a web participant join while the relay is partialBytes: it waits for its accept, and its bytes with it', async () => {
    const { room, peers } = await relayOf(1)
    await hold(room)
    const web = await lab.lab.join(room.run.id, 'ana')
    web.send(Buffer.from('de loin\n'))
    expect(await states(room)).toEqual(['open', 'waiting'])
    expect(peers[0]!.heard).toBe('')
    expect(await step(room)).toEqual([0])
    expect(peers[0]!.heard).toBe('')
    expect(await step(room)).toEqual([2])
    await hears(peers[0]!, 'de loin\n')
  })

  it('leave a flood in the kernel between two steps, and lose nothing of it', async () => {
    const { room, peers } = await relayOf(2)
    const [ana, bob] = peers as [RawClient, RawClient]
    await hold(room)
    const line = `${'x'.repeat(1023)}\n`
    const count = 4096
    ana.say(line.repeat(count))
    let before = 0
    for (let n = 0; n < 4; n++) {
      expect(await step(room)).toEqual([1])
      const heard = (await room.events()).reduce((sum, { kind, size }) => sum + (kind === 'lines' ? size : 0), 0)
      expect(heard).toBeGreaterThan(before)
      expect(heard).toBeLessThanOrEqual(before + 2 * 262_144)
      before = heard
    }
    room.lab.setStepper(room.run.id, 'running', BY)
    await until(
      'all of it',
      () => bob.size,
      (size) => size === count * line.length,
    )
    expect(bob.heard).toBe(line.repeat(count))
  })

  it('cannot be taken one by one in a program without select, nor after its end', async () => {
    const room = await startRun(lab.lab, 'line-server')
    expect(room.lab.live(room.run.id)!.live().select).toBeNull()
    expect(() => room.lab.setStepper(room.run.id, 'paused', BY)).toThrow(expect.objectContaining({ code: 'no-select' }))
    await lab.lab.stop(room.run.id)
    expect(() => room.lab.setStepper(room.run.id, 'paused', BY)).toThrow(
      expect.objectContaining({ code: 'run-not-running' }),
    )
    expect(() => room.lab.setStepper('99', 'paused', BY)).toThrow(expect.objectContaining({ code: 'unknown-run' }))
  })

  it('a run that is stopped while it is paused ends at once', async () => {
    const { room, peers } = await relayOf(2)
    await hold(room)
    peers[0]!.say('jamais lu\n')
    expect((await lab.lab.stop(room.run.id)).state).toBe('stopped')
  })
})

describe('the wake-ups of the event loop', () => {
  it('are told apart in a program without select as well', async () => {
    const room = await startRun(lab.lab, 'line-server')
    const peer = await room.client()
    for (const text of ['un\n', 'deux\n', 'trois\n']) {
      peer.say(text)
      await room.event('lines', (event) => event.text === text)
    }
    const wakeUps = (await room.events()).map(({ wakeUp }) => wakeUp)
    expect(wakeUps).toEqual([1, 1, 2, 3, 4, 5])
  })
})
