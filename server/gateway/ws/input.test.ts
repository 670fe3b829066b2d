/** The pace of one WebSocket, on a real connection and the ws library itself. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { frame, text, upgrade } from '../../testing/load/frames.ts'
import { until } from '../../testing/raw-client.ts'
import { BYTES_A_TURN, FRAMES_A_SECOND, FRAMES_A_TURN, FRAMES_AT_ONCE } from '../turns/limits.ts'
import { PageInput, WEBSOCKETS } from './input.ts'
import { Turns } from '../turns/turns.ts'

const MIB = 1_048_576
const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

interface Seen {
  readonly client: Socket
  readonly webSocket: WebSocket
  readonly input: PageInput
  readonly raw: Socket
  readonly gate: { full: boolean }
  /** What has been heard, each with the turn of the event loop. */
  readonly heard: { turn: number; text: string; size: number }[]
  code: number | null
}

/** A WebSocket whose input is paced, and the raw connection of its peer. */
async function open(): Promise<Seen> {
  const sockets = new WebSocketServer({ noServer: true, ...WEBSOCKETS })
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const opened = Promise.withResolvers<Omit<Seen, 'client'>>()
  const gate = { full: false }
  let turn = 0
  let over = false
  const count = (): unknown => over || (turn++, setImmediate(count))
  count()
  server.on('upgrade', (request, raw: Socket, head) => {
    sockets.handleUpgrade(request, raw, head, (webSocket) => {
      const input = new PageInput(webSocket, raw, new Turns(), gate)
      const heard: Seen['heard'] = []
      const seen = { webSocket, input, raw, gate, heard, code: null as number | null }
      const hear = (data: Buffer): unknown => heard.push({ turn, text: data.toString(), size: data.length })
      webSocket.on('message', hear).on('ping', hear).on('pong', hear)
      webSocket.on('error', () => webSocket.terminate())
      webSocket.on('close', (code) => (seen.code = code))
      opened.resolve(seen)
    })
  })
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').resume()
  client.on('error', () => {})
  client.write(upgrade((server.address() as AddressInfo).port))
  ends.push(() => {
    over = true
    client.destroy()
    server.close()
  })
  return Object.assign(await opened.promise, { client })
}

const all = (seen: Seen, count: number) =>
  until(
    'all messages',
    () => seen.heard.length,
    (heard) => heard >= count,
  )
const numbers = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n))

/** Most of one turn. */
const most = ({ heard }: Seen, of: (one: Seen['heard'][number]) => number): number => {
  const turns = new Map<number, number>()
  for (const one of heard) turns.set(one.turn, (turns.get(one.turn) ?? 0) + of(one))
  return Math.max(...turns.values())
}

describe('a WebSocket', () => {
  it.each([
    ['messages', 0x81],
    ['pings', 0x89],
    ['pongs', 0x8a],
  ])('hands on %s a few a turn, however many come in one piece', async (_, first) => {
    const seen = await open()
    seen.client.write(Buffer.concat(numbers(FRAMES_AT_ONCE).map((number) => frame(first, number))))
    await all(seen, FRAMES_AT_ONCE)
    expect(seen.heard.map((one) => one.text)).toEqual(numbers(FRAMES_AT_ONCE))
    // What has just come is read in the same turn of the event loop as what a turn of `Turns` begins with.
    expect(most(seen, () => 1)).toBeLessThanOrEqual(2 * FRAMES_A_TURN)
  })

  it('hears the close of a tab that waits for its turn when the connection breaks', async () => {
    const seen = await open()
    // The turn after this one would bring the rest, with the close frame.
    seen.raw.once('data', () => seen.raw.destroy())
    const goingAway = frame(0x88, Buffer.from([0x03, 0xe9]))
    seen.client.write(Buffer.concat([...numbers(2 * FRAMES_A_TURN).map((number) => text(number)), goingAway]))
    await until(
      'the code of the close',
      () => seen.code,
      (code) => code !== null,
    )
    expect(seen.code).toBe(1001)
    expect(seen.heard.length).toBeLessThanOrEqual(FRAMES_A_TURN)
  })

  it('hands on so many bytes a turn', async () => {
    const seen = await open()
    seen.client.write(Buffer.concat(Array(20).fill(text('x'.repeat(40_000)))))
    await all(seen, 20)
    expect(most(seen, ({ size }) => size)).toBeLessThanOrEqual(2 * BYTES_A_TURN)
  })

  it('counts fragments, empty ones too, and closes for no number of them', async () => {
    const seen = await open()
    const began = performance.now()
    const fragments = FRAMES_AT_ONCE + FRAMES_A_SECOND
    seen.client.write(Buffer.concat([frame(0x01, 'a'), ...Array(fragments).fill(frame(0)), frame(0x80, 'b')]))
    await all(seen, 1)
    expect(seen.heard[0]!.text).toBe('ab')
    expect(performance.now() - began).toBeGreaterThan(900)
    expect(seen.webSocket.readyState).toBe(seen.webSocket.OPEN)
  })

  it('is not read over its rate, loses nothing, and is not closed', async () => {
    const seen = await open()
    const count = FRAMES_AT_ONCE + 2 * FRAMES_A_SECOND
    const began = performance.now()
    seen.client.write(Buffer.concat(numbers(count).map(text)))
    await all(seen, count)
    expect(performance.now() - began).toBeGreaterThan(1800)
    expect(seen.heard.map((one) => one.text)).toEqual(numbers(count))
    expect(seen.webSocket.readyState).toBe(seen.webSocket.OPEN)
  })

  it('pushes a flood back to its sender’s TCP', async () => {
    const seen = await open()
    seen.client.write(Buffer.concat(Array(2_000_000).fill(text('x'.repeat(20)))))
    await until(
      'its burst',
      () => seen.heard.length,
      (count) => count >= FRAMES_AT_ONCE,
    )
    const taken = seen.client.bytesWritten - seen.client.writableLength
    await all(seen, seen.heard.length + 20)
    expect(seen.client.writableLength).toBeGreaterThan(30 * MIB)
    expect(seen.client.bytesWritten - seen.client.writableLength - taken).toBeLessThan(MIB)
    expect(seen.webSocket.readyState).toBe(seen.webSocket.OPEN)
  })

  it('says everything before its end, close frame and FIN in one piece with it', async () => {
    const seen = await open()
    seen.client.end(Buffer.concat([...numbers(300).map(text), frame(0x88, Buffer.from([3, 0xe8])), text('late')]))
    await until(
      'the close',
      () => seen.code,
      (code) => code === 1000,
    )
    expect(seen.heard.map((one) => one.text)).toEqual(numbers(300))
  })

  it('says nothing more after a reset', async () => {
    const seen = await open()
    seen.gate.full = true
    seen.client.write(Buffer.concat(numbers(5000).map(text)))
    await until(
      'waiting',
      () => seen.input.waits,
      (waits) => waits,
    )
    seen.gate.full = false
    seen.client.resetAndDestroy()
    await until(
      'the close',
      () => seen.code,
      (code) => code === 1006,
    )
    expect(seen.heard.length).toBe(0)
  })

  it('is not read while too much is under way for it', async () => {
    const seen = await open()
    seen.webSocket.on('message', () => (seen.gate.full = seen.heard.length === 3))
    seen.client.write(Buffer.concat(numbers(5).map(text)))
    await all(seen, 3)
    await sleep(50) // nothing to wait for: that nothing happens
    expect(seen.heard.length).toBe(3)
    seen.gate.full = false
    seen.input.goOn()
    await all(seen, 5)
  })

  it('reads a message whatever pieces it comes in', async () => {
    const seen = await open()
    for (const byte of Buffer.concat([text('bonjour'), text('x'.repeat(300))])) {
      seen.client.write(Buffer.of(byte))
      await new Promise((done) => setImmediate(done))
    }
    await all(seen, 2)
    expect(seen.heard.map((one) => one.text)).toEqual(['bonjour', 'x'.repeat(300)])
  })

  it('that is broken ends with its code, and what follows costs nothing', async () => {
    const seen = await open()
    seen.client.write(Buffer.concat([text('a'), frame(0x83), ...numbers(3000).map(text)]))
    await until(
      'the close',
      () => seen.code,
      (code) => code === 1006 || code === 1002,
    )
    expect(seen.heard.map((one) => one.text)).toEqual(['a'])
  })
})
