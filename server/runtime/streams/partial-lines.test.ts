/** Bytes that complete no line, on real sockets: each program that reads lines tells of them when they come, and as what. */
import { once } from 'node:events'
import { createServer, type Socket, type AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { until, type RawClient } from '../../testing/raw-client.ts'
import type { EventOf, LabEvent } from '#shared/protocol/events.ts'
import type { ProgramId } from '#shared/protocol/model.ts'
import { APART_MS } from './partial-lines.ts'

let clock: ManualClock
let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  clock = new ManualClock()
  lab = await openLab({}, { clock })
})
afterEach(() => lab.close())

const partialOf = (room: TestRun, id = 1) => {
  const one = lab.lab
    .live(room.run.id)
    ?.participants()
    .find((participant) => participant.id === id)
  return one?.partial
}
/** Waits until the program has read so many bytes of a line that has not ended. */
const has = (room: TestRun, bytes: number | undefined, id = 1) =>
  until(
    `${bytes} bytes of a line`,
    () => partialOf(room, id)?.partialBytes,
    (seen) => seen === bytes,
  )
const isRead = (event: LabEvent): event is EventOf<'lines'> | EventOf<'partial-line'> =>
  event.kind === 'lines' || event.kind === 'partial-line'

/** What each read returned and when, in the order in which they are told. */
function toldReads(events: readonly LabEvent[]): { at: number; size: number }[] {
  return events.filter(isRead).flatMap((event) => {
    const told = event.kind === 'lines' ? (event.told ?? 0) : 0
    const partialBytes = event.kind === 'lines' ? event.partialBytes : 0
    return event.reads.slice(told).map((kept, i, all) => ({
      at: event.readsAt?.[i] ?? event.t,
      size: kept + (event.dropped?.[told + i] ?? 0) + (i === all.length - 1 ? partialBytes : 0),
    }))
  })
}

type Program = [name: string, program: ProgramId, options: object, peers: number]
const PROGRAMS: Program[] = [
  ['line-server', 'line-server', {}, 1],
  ['alternating-chat that reads', 'alternating-chat', { role: 'server' }, 1],
  ['duplex-chat, whose child reads', 'duplex-chat', { role: 'server' }, 1],
  ['relay-known in turn', 'relay-known', { strategy: 'in-turn', count: 2 }, 2],
  ['relay-known with a process each', 'relay-known', { strategy: 'process-each', count: 2 }, 2],
  ['relay-known of an unknown number', 'relay-known', { strategy: 'unknown', count: 2 }, 1],
  ['relay', 'relay', {}, 2],
]

async function start([, program, options, peers]: Program): Promise<{ room: TestRun; peer: RawClient }> {
  const room = await startRun(lab.lab, program, options)
  const all: RawClient[] = []
  for (let i = 0; i < peers; i++) {
    all.push(await room.client())
    await room.participants((states) => states.length === i + 1)
  }
  return { room, peer: all[0]! }
}

describe.each(PROGRAMS)('%s', (...program) => {
  it('tells of a line that has begun at once, at its own time, and not again when it ends', async () => {
    const { room, peer } = await start(program)
    clock.advance(5000)
    peer.say('salut-toi')
    const began = await room.event('partial-line')
    expect(began).toMatchObject({ participant: 1, text: 'salut-toi', reads: [9], partialBytes: 9, endsInCr: false })
    expect(began).toMatchObject({ t: 5_000_000, readsAt: [5_000_000], partialSince: 5_000_000 })
    expect(partialOf(room)).toEqual({ partialBytes: 9, partialSince: 5_000_000, endsInCr: false })

    clock.advance(7000)
    peer.say('\n')
    const line = await room.event('lines')
    expect(line).toMatchObject({ text: 'salut-toi\n', reads: [9, 1], told: 1, t: 12_000_000 })
    await has(room, undefined)
    expect(toldReads(await room.events())).toEqual([
      { at: 5_000_000, size: 9 },
      { at: 12_000_000, size: 1 },
    ])
  })

  it('has nothing left of it when the peer ends, by FIN or by RST', async () => {
    for (const how of ['finish', 'reset'] as const) {
      const { room, peer } = await start(program)
      peer.say('salut\r')
      expect(await room.event('partial-line')).toMatchObject({ endsInCr: true, partialBytes: 6 })
      clock.advance(7000)
      peer[how]()
      expect(await room.event('lines')).toMatchObject({ unfinished: true, told: 1, text: 'salut\r' })
      await has(room, undefined)
      expect(toldReads(await room.events()).map(({ size }) => size)).toEqual([6])
      peer.socket.destroy()
    }
  })
})

describe('a client', () => {
  async function server(): Promise<{ target: { host: string; port: number }; met: Promise<Socket> }> {
    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    onTestFinished(() => void listener.close())
    const met = once(listener, 'connection').then(([socket]) => socket as Socket)
    return { target: { host: '127.0.0.1', port: (listener.address() as AddressInfo).port }, met }
  }

  it.each(['alternating-chat', 'duplex-chat'] as const)('%s hears what has no end yet', async (program) => {
    const { target, met } = await server()
    const begins = program === 'alternating-chat' ? { begins: 'reading' } : {}
    const run = await lab.lab.start({ program, options: { role: 'client', target, ...begins } })
    const socket = await met
    onTestFinished(() => void socket.destroy())
    socket.write('salut-toi')
    await until(
      'nine bytes',
      () => lab.lab.live(run.id)?.participants()[0]?.partial?.partialBytes,
      (bytes) => bytes === 9,
    )
  })

  it('line-client reads nothing: what has no end stays in the kernel, like what has', async () => {
    const { target, met } = await server()
    const run = await lab.lab.start({ program: 'line-client', options: { target } })
    const socket = await met
    onTestFinished(() => void socket.destroy())
    socket.write('salut-toi')
    lab.lab.type(run.id, Buffer.from('bonjour\n'))
    await once(socket, 'data')
    const [one] = lab.lab.live(run.id)!.participants()
    expect(one).toMatchObject({ paused: true, partialBytes: 0 })
    expect(one).not.toHaveProperty('partial')
  })
})

describe('who sends a byte at a time', () => {
  it('is told of at once, then 4 times a second at most, each read with its own time', async () => {
    const { room, peer } = await start(['relay', 'relay', {}, 1])
    const text = 'abcdefghij'
    for (const [i, letter] of [...text].entries()) {
      peer.say(letter)
      await has(room, i + 1)
      clock.advance(APART_MS / 5)
    }
    const events = await until(
      'three events',
      async () => (await room.events()).filter((event) => event.kind === 'partial-line'),
      (all) => all.length === 3,
    )
    expect(events.map((event) => event.text)).toEqual(['a', 'bcde', 'fghij'])
    expect(events[1]).toMatchObject({ reads: [1, 1, 1, 1], partialBytes: 5 })
    peer.say('\n')
    expect(await room.event('lines')).toMatchObject({ told: 10, reads: Array.from({ length: 11 }, () => 1) })
    const told = toldReads(await room.events())
    expect(told).toHaveLength(11)
    expect(told.map(({ at }) => at)).toEqual(
      text
        .split('')
        .concat('\n')
        .map((_, i) => (i * APART_MS * 1000) / 5),
    )
  })

  it('has the wake-up of its last read, and none that no socket was ready in', async () => {
    const { room, peer } = await start(['relay', 'relay', {}, 1])
    for (const i of [1, 2, 3]) {
      peer.say('x')
      await has(room, i)
    }
    clock.advance(APART_MS)
    peer.say('\n')
    const line = await room.event('lines')
    const [first, second] = (await room.events()).filter((event) => event.kind === 'partial-line')
    expect(second).toMatchObject({ reads: [1, 1] })
    expect([first!.wakeUp, second!.wakeUp, line.wakeUp]).toEqual([line.wakeUp - 3, line.wakeUp - 1, line.wakeUp])
  })

  it('costs the one who floods nothing: a read with lines and a tail is one event', async () => {
    const { room, peer } = await start(['relay', 'relay', {}, 1])
    for (let i = 0; i < 20; i++) {
      peer.say(`${i === 0 ? '' : 'fin'}\nbegun`)
      await has(room, 5)
      await until('its event', room.events, (all) => all.filter((event) => event.kind === 'lines').length === i + 1)
    }
    expect((await room.events()).filter((event) => event.kind === 'partial-line')).toEqual([])
    expect(partialOf(room)).toMatchObject({ partialBytes: 5 })
  })

  it('is not told of by programs that know no lines', async () => {
    const room = await startRun(lab.lab, 'file-receiver')
    const peer = await room.client()
    peer.say('un fichier')
    await until(
      'its bytes',
      () => lab.lab.live(room.run.id)?.participants()[0]?.sent.bytes,
      (bytes) => bytes === 10,
    )
    expect(partialOf(room)).toBeUndefined()
    expect((await room.events()).filter(isRead)).toEqual([])
  })
})

it('the reads told add up to the bytes that came, each at its own time, whatever the cuts and the pauses', async () => {
  const part = fc.record({
    text: fc.string({ unit: fc.constantFrom('a', '\n', '\r'), minLength: 1, maxLength: 12 }),
    pause: fc.nat(APART_MS),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 12 }), async (parts) => {
      const { room, peer } = await start(['relay', 'relay', { maxLine: 64 }, 1])
      let sent = ''
      const times: number[] = []
      const began = clock.micros()
      for (const { text, pause } of parts) {
        times.push(clock.micros() - began)
        sent += text
        peer.say(text)
        const rest = sent.slice(sent.lastIndexOf('\n') + 1)
        const [lines, partialBytes] = [sent.split('\n').length - 1, rest.length || undefined]
        await until(
          'what was sent',
          () => lab.lab.live(room.run.id)!.participants()[0]!,
          ({ sent, partial }) => sent.lines === lines && partial?.partialBytes === partialBytes,
        )
        expect(partialOf(room)?.endsInCr ?? false).toBe(rest.endsWith('\r'))
        clock.advance(pause)
      }
      peer.finish()
      await room.event('ended')
      const told = toldReads(await room.events())
      expect(told.reduce((sum, { size }) => sum + size, 0)).toBe(sent.length)
      expect(told.map(({ size }) => size)).toEqual(parts.map(({ text }) => text.length))
      expect(told.map(({ at }) => at)).toEqual(times)
      await lab.lab.stop(room.run.id)
    }),
    { numRuns: 25 },
  )
})
