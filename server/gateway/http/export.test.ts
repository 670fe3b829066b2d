/** A run as a file over REST, on real sockets. Counterpart: `server/study/export/`, what is in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXPORT_FORMATS } from '#shared/model/export.ts'
import { openApp } from '../../testing/app.ts'
import { StubbornClient } from '../../testing/http.ts'
import { startRun, type TestRun } from '../../testing/lab.ts'
import { heldMemory, holdsLess } from '../../testing/memory.ts'
import { until } from '../../testing/raw-client.ts'
import { STREAM_BYTES } from './answers.ts'

const MIB = 1_048_576
/** More than the kernel takes of an answer that nobody reads. */
const SAID = 24 * MIB

let server: Awaited<ReturnType<typeof openApp>>
let room: TestRun

beforeAll(async () => {
  server = await openApp()
  room = await startRun(server.lab, 'relay')
  const ana = await room.client()
  ana.say('bonjour\n')
  await room.event('lines')
})
afterAll(() => server.close())

const path = (query: string, run = room.run.id): string => `/api/runs/${run}/export?${query}`

describe('a run as a file', () => {
  it.each(EXPORT_FORMATS)('comes as %s, under a name, and is never shown as a page', async (format) => {
    const reply = await fetch(server.url + path(`format=${format}`))
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="relay-${room.run.id}\\.\\w+"`),
    )
    expect(reply.headers.get('content-type')).not.toContain('html')
    const bytes = Buffer.from(await reply.arrayBuffer())
    expect(bytes.includes('bonjour')).toBe(true)
  })

  it.each(['format=exe', '', 'format=csv&names=none', 'format=csv&lang=xx'])(
    'is refused with the place of what is wrong: %j',
    async (query) => expect((await fetch(server.url + path(query))).status).toBe(400),
  )

  it('is refused where there is no such run', async () => {
    expect((await fetch(server.url + path('format=csv', '404'))).status).toBe(404)
  })

  it('holds little while nobody takes it, and nothing when whoever asked has gone', async () => {
    const talker = await room.client()
    // As much at once as one read takes, however busy the machine is.
    const lines = `${'x'.repeat(16_000)}\n`.repeat(64)
    for (let said = 0; said < SAID; said += lines.length) talker.say(lines)
    await until(
      'all that was said',
      () => server.lab.view(room.run.id).lastSeq,
      () => (server.lab.live(room.run.id)?.participants()[1]?.sent.bytes ?? 0) >= SAID,
      60_000,
    )
    const first = await StubbornClient.get(server.port, path('format=jsonl'))
    expect(await first.status()).toBe(200)
    first.socket.destroy()
    await until(
      'room for answers again',
      () => server.app.answerRoom.held,
      (held) => held === 0,
    )
    const before = await heldMemory()
    const clients = await Promise.all(
      Array.from({ length: 8 }, () => StubbornClient.get(server.port, path('format=jsonl'))),
    )
    for (const client of clients) expect(await client.status()).toBe(200)
    await holdsLess(clients.length * STREAM_BYTES, before)
    for (const client of clients) client.socket.destroy()
    await until(
      'room for answers again',
      () => server.app.answerRoom.held,
      (held) => held === 0,
    )
  }, 120_000)
})
