/** Downloads by clients that read nothing, or little, on real sockets. Counterpart: `answers.test.ts`, for all else. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { openApp } from '../../testing/app.ts'
import { StubbornClient } from '../../testing/http.ts'
import { startRun } from '../../testing/lab.ts'
import { heldMemory, holdsLess } from '../../testing/memory.ts'
import { until } from '../../testing/raw-client.ts'
import { STREAM_BYTES } from './answers.ts'

const MIB = 1_048_576
const SIZE = 24 * MIB
const IDLE_MS = 1500
const COUNT = 20

let server: Awaited<ReturnType<typeof openApp>>
let path: string
const clock = new ManualClock()

beforeAll(async () => {
  server = await openApp({}, undefined, { clock, answers: { idleMs: IDLE_MS } })
  const room = await startRun(server.lab, 'file-receiver')
  const peer = await room.client()
  peer.socket.end(Buffer.alloc(SIZE, 'x'))
  await room.event('transfer', ({ state }) => state === 'whole')
  path = `/api/runs/${room.run.id}/files/1`
})
afterAll(() => server.close())

const held = () => server.app.answerRoom.held
const allGone = () => until('room for answers again', held, (bytes) => bytes === 0)

it('hold little each while nobody reads, and end when nothing was taken for the idle time-out', async () => {
  // What the first one needs for good.
  const first = await StubbornClient.get(server.port, path)
  expect(await first.status()).toBe(200)
  first.socket.destroy()
  await allGone()
  const before = await heldMemory()
  const clients = await Promise.all(Array.from({ length: COUNT }, () => StubbornClient.get(server.port, path)))
  for (const client of clients) expect(await client.status()).toBe(200)
  expect(held()).toBe(COUNT * STREAM_BYTES)
  // Of each the account, and as much again as a client's socket in this process reads ahead.
  await holdsLess(COUNT * (STREAM_BYTES + 131_072), before)
  await until(
    'room for answers again',
    () => (clock.advance(IDLE_MS / 8), held()),
    (bytes) => bytes === 0,
  )
  for (const client of clients) client.socket.resume()
  await until('their ends', () => clients.every(({ closed }) => closed), Boolean)
  await holdsLess(4 * MIB, before)
})

it('go on while something is taken now and then, however long it takes', async () => {
  const client = await StubbornClient.get(server.port, path)
  expect(await client.status()).toBe(200)
  const begun = clock.micros()
  for (let goal = 0; client.taken < SIZE;) {
    goal += SIZE / 12
    const take = () => {
      client.take(goal - client.taken)
      return client.closed || client.taken >= goal
    }
    await until('some more', take, Boolean)
    expect(client.closed).toBe(false)
    clock.advance(IDLE_MS / 4)
  }
  expect(clock.micros() - begun).toBeGreaterThan(2 * IDLE_MS * 1000)
  client.socket.destroy()
  await allGone()
})
