/** Programs that are blocked in sendall, on real sockets: where they stand, and what waits meanwhile. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { hears, until, type RawClient } from '../../testing/raw-client.ts'

const BY = { page: 1, address: '127.0.0.1' }
/** More than the kernel's buffers of both ends take. */
const FLOOD = `${'z'.repeat(8191)}\n`.repeat(1200)

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  lab = await openLab()
})
afterEach(() => lab.close())

const live = (room: TestRun) => room.lab.live(room.run.id)!
const stands = (room: TestRun) =>
  live(room)
    .live()
    .processes.map(({ id, line, waits }) => `${id} ${line} ${waits?.call} ${waits?.who ?? ''}`.trim())
const people = (room: TestRun) => live(room).participants()

/** One that never reads, and others; all accepted. */
async function withMute(room: TestRun, others: number): Promise<{ mute: RawClient; peers: RawClient[] }> {
  const peers: RawClient[] = []
  const mute = await room.client({ reading: false })
  for (let i = 0; i < others; i++) peers.push(await room.client())
  await room.participants((states) => states.length === others + 1 && states.every((state) => state === 'open'))
  return { mute, peers }
}

const inSendall = (room: TestRun) =>
  until(
    'a program in sendall',
    () => stands(room),
    (all) => all.some((one) => one.includes('sendall 1')),
  )

describe('a relay that uses sendall', () => {
  it('stands in sendall(mute): nobody is read or accepted, all wait for that one, until it reads', async () => {
    const room = await startRun(lab.lab, 'relay', { sending: 'sendall' })
    const { mute, peers } = await withMute(room, 2)
    const [ana, bob] = peers as [RawClient, RawClient]
    ana.say(FLOOD)
    expect(await inSendall(room)).toEqual(['main send sendall 1'])
    expect(await room.event('blocked')).not.toHaveProperty('senders')
    expect(people(room).map(({ paused, waitsFor }) => [paused, waitsFor])).toEqual([
      [true, undefined],
      [true, [1]],
      [true, [1]],
    ])
    expect(people(room)[0]!.takenAt).toBeGreaterThan(0)
    const late = await room.client()
    expect(await room.participants((states) => states.length === 4)).toEqual(['open', 'open', 'open', 'waiting'])
    bob.say('je suis là\n')
    mute.socket.resume()
    await hears(ana, 'je suis là\n')
    await room.event('unblocked', ({ lost }) => lost === undefined)
    await room.event('accepted', ({ participant }) => participant === 4)
    expect(stands(room)).toEqual(['main select select'])
    expect(people(room)[0]).not.toHaveProperty('takenAt')
    for (const peer of [mute, ana, bob, late]) peer.socket.destroy()
  })

  it('that is paused meanwhile accepts nobody when sendall returns, and a step is spent on a wake-up', async () => {
    const room = await startRun(lab.lab, 'relay', { sending: 'sendall' })
    const { mute, peers } = await withMute(room, 1)
    peers[0]!.say(FLOOD)
    await inSendall(room)
    const late = await room.client()
    await room.participants((states) => states[2] === 'waiting')
    room.lab.setStepper(room.run.id, 'paused', BY)
    mute.socket.resume()
    await room.event('unblocked')
    expect(people(room)[2]!.state).toBe('waiting')
    const before = live(room).live().select!.wakeUps.at(-1)!.number
    room.lab.setStepper(room.run.id, 'stepping', BY)
    const select = await until(
      'a step',
      () => live(room).live().select!,
      ({ wakeUps }) => wakeUps.at(-1)!.number > before,
    )
    expect(select.wakeUps.at(-1)!.ready).toContain(0)
    expect(people(room)[2]!.state).toBe('open')
    for (const peer of [mute, ...peers, late]) peer.socket.destroy()
  })

  it('goes on when the one that does not read is disconnected, and says that sendall failed', async () => {
    const room = await startRun(lab.lab, 'relay', { sending: 'sendall' })
    const { mute, peers } = await withMute(room, 2)
    const [ana, bob] = peers as [RawClient, RawClient]
    ana.say(FLOOD)
    await inSendall(room)
    room.lab.disconnect(room.run.id, 1, 'rst', BY)
    await until(
      'the flood',
      () => bob.size,
      (size) => size === FLOOD.length,
    )
    expect(await room.event('unblocked')).toMatchObject({ participant: 1, lost: true })
    for (const peer of [mute, ana, bob]) peer.socket.destroy()
  })

  it('that is stopped there ends as one that is stopped: nobody is called slow for it', async () => {
    await lab.close()
    lab = await openLab({ drainMs: 300 })
    const room = await startRun(lab.lab, 'relay', { sending: 'sendall' })
    const { mute, peers } = await withMute(room, 1)
    peers[0]!.say(FLOOD)
    await inSendall(room)
    await room.lab.stop(room.run.id)
    const ends = (await room.events()).filter(({ kind }) => kind === 'closed')
    expect(ends.map((event) => 'reason' in event && event.reason)).toEqual(['run-stopped', 'run-stopped'])
    expect((await room.events()).at(-1)!.kind).toBe('run-stopped')
    for (const peer of [mute, ...peers]) peer.socket.destroy()
  })
})

describe('a relay with a process for each', () => {
  it('has the process of who filled the queue in sendall, and the others go on', async () => {
    const room = await startRun(lab.lab, 'relay-known', { strategy: 'process-each', count: 3 })
    const { mute, peers } = await withMute(room, 2)
    const [ana, bob] = peers as [RawClient, RawClient]
    await until(
      'three processes that read',
      () => stands(room),
      (all) => all.filter((one) => one.includes('recv recv')).length === 3,
    )
    ana.say(FLOOD)
    const all = await inSendall(room)
    expect(all).toEqual(['main wait wait', 'child-1 recv recv 1', 'child-2 send sendall 1', 'child-3 recv recv 3'])
    expect(await room.event('blocked')).toMatchObject({ participant: 1, senders: [2] })
    for (const peer of [mute, ana, bob]) peer.socket.destroy()
  })
})
