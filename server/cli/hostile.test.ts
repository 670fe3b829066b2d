/** Hostile inputs against the whole server, each with its right end. What they are and why: docs/reliability.md. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../core/clock.ts'
import { openApp } from '../testing/app.ts'
import { FaultProxy } from '../testing/fault-proxy/proxy.ts'
import { startRun, type TestRun } from '../testing/lab.ts'
import { upgrade } from '../testing/load/frames.ts'
import { hears, RawClient, until } from '../testing/raw-client.ts'
import type { EventOf } from '#shared/protocol/events.ts'

let server: Awaited<ReturnType<typeof openApp>>
let room: TestRun
let witness: RawClient

beforeAll(async () => {
  server = await openApp({ slowConsumerMs: 1000 })
  room = await startRun(server.lab, 'relay')
  witness = await room.client()
  await room.event('connected')
})
afterAll(() => server.close())

/** The room still works: what one says, the witness hears. */
async function stillWorks(): Promise<void> {
  const peer = await room.client()
  const before = witness.size
  peer.say('toujours là\n')
  await until(
    'the line',
    () => witness.size,
    (length) => length > before,
  )
  peer.finish()
  peer.socket.destroy()
}

/** Writes as fast as the kernel takes it. */
async function pour(peer: RawClient, bytes: Uint8Array, times: number): Promise<void> {
  for (let n = 0; n < times && !peer.socket.destroyed; n++) {
    if (!peer.socket.write(bytes))
      await Promise.race([once(peer.socket, 'drain'), once(peer.socket, 'close')]).catch(() => {})
  }
}

describe('on the line port', () => {
  it('a stream without newline costs no memory, and ends its sender', async () => {
    const peer = await room.client()
    const before = process.memoryUsage().rss
    await pour(peer, Buffer.alloc(65_536, 120), 16_384)
    await until('the close', () => peer.closed, Boolean)
    const event = await room.event('closed', (closed) => closed.reason === 'line-too-long')
    expect(event.participant).toBeGreaterThan(1)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1_048_576)
    await stillWorks()
  })

  it('a line that comes one byte a second is one line, of as many reads', async () => {
    const clock = new ManualClock()
    const proxy = await FaultProxy.open(room.port, clock)
    onTestFinished(() => proxy.close())
    proxy.set({ bytesPerSecond: 1 })
    const peer = await RawClient.connect(proxy.port)
    peer.say('goutte\n')
    const since = clock.micros()
    const { reads, participant } = await until(
      'the line',
      async () => {
        clock.advance(100)
        return (await room.events()).find(
          (event) => event.kind === 'lines' && event.text === 'goutte\n',
        ) as EventOf<'lines'>
      },
      Boolean,
    )
    expect(reads).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect(clock.micros() - since).toBeGreaterThanOrEqual(6_000_000)
    peer.reset()
    await room.event('closed', (closed) => closed.participant === participant)
  })

  it('a million empty lines are a million lines', async () => {
    const quiet = await startRun(server.lab, 'relay')
    const [from, to] = [await quiet.client(), await quiet.client()]
    await quiet.participants((states) => states.length === 2)
    await pour(from, Buffer.alloc(50_000, 10), 20)
    await until(
      'all of them',
      () => to.size,
      (length) => length === 1_000_000,
    )
    await until(
      'the count',
      () => quiet.lab.live(quiet.run.id)!.participants()[0]!.sent.lines,
      (lines) => lines === 1_000_000,
    )
    from.socket.destroy()
    to.socket.destroy()
  })

  it.each([
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex')],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['NUL, invalid UTF-8, escapes', Buffer.from([0, 0xff, 0xc3, 0x28, 0x1b, 0x5d, 0x9b, 10])],
  ])('%s passes as bytes', async (_, bytes) => {
    const peer = await room.client()
    const before = witness.heard.length
    peer.socket.end(bytes)
    await until(
      'the bytes',
      () => witness.heard.slice(before),
      (heard) => heard === bytes.toString('latin1'),
    )
    peer.socket.destroy()
  })

  it('connections that come and go by the hundred leave nothing behind', async () => {
    const before = room.lab.view(room.run.id).present
    for (let round = 0; round < 5; round++) {
      const peers = await Promise.all(Array.from({ length: 200 }, () => room.client()))
      for (const peer of peers) peer.reset()
    }
    await until(
      'an empty room',
      () => room.lab.view(room.run.id).present,
      (present) => present <= before,
    )
    await stillWorks()
  })

  it('a relay connected to itself is a loop of one, which repeats nothing', async () => {
    const mirror = await room.client()
    mirror.socket.on('data', (chunk: Buffer) => void mirror.socket.write(chunk))
    const asker = await room.client()
    await until(
      'both',
      () => room.lab.view(room.run.id).present,
      (present) => present >= 3,
    )
    asker.say('écho ?\n')
    await hears(asker, Buffer.from('écho ?\n', 'latin1').toString('latin1'))
    mirror.reset()
    asker.reset()
  })
})

describe('on the web port', () => {
  it('drops a request whose headers drip in', async () => {
    const clock = new ManualClock()
    const server = await openApp({}, undefined, { clock })
    onTestFinished(server.close)
    const peer = await RawClient.connect(server.port)
    peer.say('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n')
    const drip = (): void => {
      if (!peer.socket.destroyed) peer.say('x-a: 1\r\n')
      clock.advance(100)
    }
    await until('its end', () => (drip(), peer.closed || peer.ended), Boolean)
    expect(clock.micros()).toBeGreaterThanOrEqual(10_000_000)
    expect(peer.heard).toMatch(/^HTTP\/1.1 408 [^]*"request-timeout"/)
    peer.socket.destroy()
  })

  it.each([
    ['reserved bits', [0xf1, 0x80, 0, 0, 0, 0], 1002],
    ['an unmasked frame', [0x81, 0x01, 0x61], 1002],
    ['text that is not UTF-8', [0x81, 0x81, 0, 0, 0, 0, 0xff], 1007],
    ['a frame of 100 MiB', [0x81, 0xff, 0, 0, 0, 0, 0x06, 0x40, 0, 0, 0, 0, 0, 0], 1009],
  ])('answers %s with its close code', async (_, frame, code) => {
    const socket = connect(server.port, '127.0.0.1')
    await once(socket, 'connect')
    let answer = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => (answer = Buffer.concat([answer, chunk])))
    socket.write(upgrade(server.port))
    await until(
      'the upgrade',
      () => answer.toString('latin1'),
      (text) => text.includes('\r\n\r\n'),
    )
    socket.write(Buffer.from(frame))
    const close = Buffer.from([0x88, 0x02, code >> 8, code & 0xff])
    await until(
      `close ${code}`,
      () => answer,
      (bytes) => bytes.includes(close),
    )
    socket.destroy()
  })
})
