import { LAB } from '../../journal/port.ts'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { hears, until, type RawClient } from '../../testing/raw-client.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import { FLUSH_AT } from './write-batch.ts'

let lab: Awaited<ReturnType<typeof openLab>>
const limits = { slowConsumerMs: 1000, participants: 5, discarded: 1000 }

beforeEach(async () => {
  lab = await openLab(limits)
})
afterEach(() => lab.close())

const open = (count: number) => (states: string[]) => states.filter((state) => state === 'open').length === count

async function relayWith(count: number): Promise<{ room: TestRun; peers: RawClient[] }> {
  const room = await startRun(lab.lab, 'relay')
  const peers: RawClient[] = []
  for (let i = 0; i < count; i++) {
    peers.push(await room.client())
    await room.participants(open(i + 1))
  }
  return { room, peers }
}

const kinds = (events: LabEvent[]) => events.map((event) => event.kind)

describe('a relay on real sockets', () => {
  it('passes a line to all the others byte for byte, and to nobody else', async () => {
    const { room, peers } = await relayWith(3)
    const [ana, bob, eve] = peers as [RawClient, RawClient, RawClient]
    ana.say('h\xe9 \0 \r\nd')
    ana.say('eux\n')
    await hears(bob, 'h\xe9 \0 \r\ndeux\n')
    await hears(eve, 'h\xe9 \0 \r\ndeux\n')
    bob.say('oui\n')
    await hears(ana, 'oui\n')
    expect(bob.heard).toBe('h\xe9 \0 \r\ndeux\n')
    const events = await until('lines', room.events, (all) => all.some((event) => event.text === 'oui\n'))
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1))
    expect(events.map((event) => event.t)).toEqual(events.map((event) => event.t).sort((a, b) => a - b))
  })

  it('delivers a last line without its end, and goes on sending to who sent FIN', async () => {
    const { room, peers } = await relayWith(2)
    const [ana, bob] = peers as [RawClient, RawClient]
    ana.say('sans fin')
    ana.finish()
    await hears(bob, 'sans fin')
    expect(await room.event('lines')).toMatchObject({ unfinished: true, lines: 1, to: 'others' })
    await room.event('ended')
    bob.say('encore\n')
    await hears(ana, 'encore\n')
    bob.finish()
    ana.socket.destroy()
  })

  it('keeps the order of each sender while everybody talks, and records every line', async () => {
    const { room, peers } = await relayWith(4)
    const count = 500
    for (const [i, peer] of peers.entries()) {
      for (let n = 0; n < count; n++) peer.say(`${i} ${n}\n`)
    }
    for (const [i, peer] of peers.entries()) {
      const heard = await until(
        'all lines',
        () => peer.heard.split('\n'),
        (lines) => lines.length === 3 * count + 1,
      )
      for (const other of [0, 1, 2, 3].filter((id) => id !== i)) {
        const own = heard.filter((line) => line.startsWith(`${other} `))
        expect(own).toEqual(Array.from({ length: count }, (_, n) => `${other} ${n}`))
      }
    }
    const said = (await room.events()).filter((event) => event.kind === 'lines')
    expect(said.reduce((sum, event) => sum + event.lines, 0)).toBe(4 * count)
  })

  it('names the end of each participant: FIN both ways, RST in mid-line, an endless line', async () => {
    const { room, peers } = await relayWith(3)
    const [ana, bob, eve] = peers as [RawClient, RawClient, RawClient]
    ana.finish()
    await room.event('ended', (event) => event.participant === 1)
    ana.socket.destroy()
    bob.say('coup')
    await until(
      'half a line',
      () => room.lab.live(room.run.id)!.participants()[1]!.partialBytes,
      (partialBytes) => partialBytes === 4,
    )
    bob.reset()
    expect(await room.event('closed', (event) => event.participant === 2)).toMatchObject({
      reason: 'reset',
      errno: 'ECONNRESET',
    })
    expect(await room.event('lines', (event) => event.participant === 2)).toMatchObject({
      text: 'coup',
      to: [],
      unfinished: true,
    })
    eve.say('x'.repeat(16_384 + 2000))
    expect(await room.event('closed', (event) => event.participant === 3)).toMatchObject({ reason: 'line-too-long' })
  })

  it('pauses who fills the queue of a participant that does not read, then closes that one; the others lose nothing', async () => {
    const { room, peers } = await relayWith(2)
    const [ana, bob] = peers as [RawClient, RawClient]
    const deaf = await room.client({ reading: false })
    await room.participants(open(3))
    const line = `${'z'.repeat(8191)}\n`
    const count = 2000
    for (let i = 0; i < count; i++) ana.say(line)
    expect(await room.event('blocked')).toMatchObject({ participant: 3, senders: [1] })
    const closed = await room.event('closed', (event) => event.participant === 3)
    expect(closed.reason).toBe('slow-consumer')
    expect(closed.unsent).toBeGreaterThan(0)
    // What one sender may have there, and one batch.
    expect(closed.unsent).toBeLessThanOrEqual(1_048_576 + FLUSH_AT)
    await until(
      'everything at bob',
      () => bob.size,
      (length) => length === count * line.length,
    )
    deaf.socket.destroy()
  })

  it('does not stop a participant that does not read from speaking', async () => {
    await lab.close()
    lab = await openLab()
    const { room, peers } = await relayWith(2)
    const [ana, bob] = peers as [RawClient, RawClient]
    ana.socket.pause()
    const flood = `${'z'.repeat(8191)}\n`.repeat(1000)
    bob.say(flood)
    await room.event('blocked')
    expect(
      room.lab
        .live(room.run.id)!
        .participants()
        .map(({ paused }) => paused),
    ).toEqual([false, true])
    ana.say('je parle\n')
    await hears(bob, 'je parle\n')
    ana.socket.resume()
    await until(
      'the flood',
      () => ana.size,
      (length) => length === flood.length,
    )
    await room.event('unblocked')
  })

  it('says when there is no more room', async () => {
    const { room, peers } = await relayWith(5)
    const late = connect(room.port, '127.0.0.1').on('error', () => {})
    await new Promise((closed) => late.once('close', closed))
    expect(await room.event('refused')).toMatchObject({
      reason: 'run-full',
      address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string,
    })
    for (const peer of peers) peer.socket.destroy()
  })

  it('gives events of one turn of the event loop one wake-up number, of another turn a later one', async () => {
    const { room, peers } = await relayWith(2)
    peers[0]!.say('un\n')
    const first = await room.event('lines')
    peers[1]!.say('deux\n')
    const second = await room.event('lines', (event) => event.participant === 2)
    expect(second.wakeUp).toBeGreaterThan(first.wakeUp)
    const [started, listening, connected] = await room.events()
    expect(started!.wakeUp).toBe(listening!.wakeUp)
    expect(connected!.wakeUp).toBeGreaterThan(listening!.wakeUp)
  })

  it('ends like a program: queues are sent, connections closed, the journal whole', async () => {
    const { room, peers } = await relayWith(2)
    const [ana, bob] = peers as [RawClient, RawClient]
    ana.say('adieu\n')
    await hears(bob, 'adieu\n')
    const stopped = await room.lab.stop(room.run.id)
    expect(stopped.state).toBe('stopped')
    await until('FIN', () => bob.ended && ana.ended, Boolean)
    const events = await room.events()
    expect(kinds(events).slice(-3)).toEqual(['closed', 'closed', 'run-stopped'])
    expect(room.lab.view(room.run.id)).toMatchObject({ state: 'stopped', present: 0, lastSeq: events.length })
    for (const peer of peers) peer.socket.destroy()
  })

  it('stops reading at its quota of events, and says so', async () => {
    await lab.close()
    lab = await openLab({ events: 20 })
    const { room, peers } = await relayWith(2)
    for (let n = 0; n < 50; n++) {
      peers[0]!.say(`${n}\n`)
      await new Promise((done) => setImmediate(done))
    }
    await room.event('trouble', (event) => event.code === 'journal-full')
    expect(room.lab.view(room.run.id).trouble).toBe('journal-full')
    expect(
      room.lab
        .live(room.run.id)!
        .participants()
        .every((participant) => participant.paused),
    ).toBe(true)
  })
})

describe('a run whose journal is full', () => {
  it('takes nobody more, whatever filled it: each who comes would make it longer', async () => {
    await lab.close()
    lab = await openLab({ events: 10 })
    const room = await startRun(lab.lab, 'relay')
    const clients = await Promise.all(Array.from({ length: 20 }, () => room.client()))
    await room.event('trouble', (event) => event.code === 'journal-full')
    await until(
      'RST for those beyond',
      () => clients.filter(({ error }) => error === 'ECONNRESET').length,
      // run-started, listening, and connected of eight
      (reset) => reset === 12,
    )
    // And the trouble itself.
    expect(kinds(await room.events())).toHaveLength(11)
    await expect(room.lab.join(room.run.id, 'ana')).rejects.toMatchObject({ code: 'journal-full' })
    expect(() => room.lab.setStepper(room.run.id, 'paused', { address: '127.0.0.1' })).toThrow(
      expect.objectContaining({ code: 'journal-full' }),
    )
    await room.lab.stop(room.run.id)
    expect(kinds(await room.events()).slice(11)).toEqual([...Array<string>(8).fill('closed'), 'run-stopped'])
    for (const { socket } of clients) socket.destroy()
  })
})

describe('where the program stands', () => {
  const moves = async (run: string) =>
    (await lab.lab.journal.observations({ run, after: 0, limit: 100 }, LAB)).observations.map(({ after, seen }) => {
      const [main] = seen.kind === 'program-moved' ? seen.processes : []
      return [after, main?.line ?? null, main?.waits?.call ?? null, main?.waits?.who ?? null]
    })

  it('is kept whenever it changes, beside the events and placed among them', async () => {
    const room = await startRun(lab.lab, 'line-server')
    const client = await room.client()
    await room.participants(open(1))
    client.say('un\n')
    await room.event('lines')
    client.socket.end()
    await room.event('closed')
    await room.lab.stop(room.run.id)
    const seen = await moves(room.run.id)
    expect(seen.map(([, line, call, who]) => [line, call, who])).toEqual([
      ['accept', 'accept', null],
      ['lines', 'recv', 1],
      ['close', null, null],
      ['accept', 'accept', null],
      [null, null, null],
    ])
    const events = await room.events()
    const before = (number: number) => events[(seen[number]![0] as number) - 1]!.kind
    expect([before(0), before(1)]).toEqual(['listening', 'connected'])
    expect(before(4)).not.toBe('run-stopped')
  })

  it('of a relay never changes: it is told once, and once that it is over', async () => {
    const { room, peers } = await relayWith(2)
    peers[0]!.say('un\n')
    await room.event('lines')
    await room.lab.stop(room.run.id)
    expect((await moves(room.run.id)).map(([, line]) => line)).toEqual(['select', null])
  })
})

describe('a line server on real sockets', () => {
  it('leaves a second client unread until the first has left', async () => {
    const room = await startRun(lab.lab, 'line-server')
    const first = await room.client()
    await room.participants(open(1))
    const second = await room.client()
    await room.participants((states) => states.includes('waiting'))
    second.say('deux\n')
    first.say('un\n')
    expect(await room.event('lines')).toMatchObject({ participant: 1, text: 'un\n', to: 'console' })
    expect(room.lab.live(room.run.id)!.participants()[1]).toMatchObject({ paused: true, sent: { lines: 0 } })
    first.finish()
    expect(await room.event('accepted')).toMatchObject({ participant: 2 })
    expect(await room.event('lines', (event) => event.participant === 2)).toMatchObject({ text: 'deux\n' })
    await until('FIN for the first', () => first.ended, Boolean)
    const events = await room.events()
    const at = (fits: (event: LabEvent) => boolean) => events.findIndex(fits)
    expect(at((event) => event.kind === 'accepted')).toBeGreaterThan(at((event) => event.kind === 'ended'))
    second.socket.destroy()
  })
})
