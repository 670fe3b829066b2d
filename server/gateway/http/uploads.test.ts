/** A file given to a sender over REST: streamed, named safely, refused clearly, given up when it stops coming. */
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { openApp } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import type { ErrorBody } from '#shared/errors/codes.ts'
import type { FileView } from '#shared/protocol/transfers.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  server = await openApp({ fileQuota: 40_000_000 })
})
afterAll(() => server.close())

const put = (run: string, name: string, body: Uint8Array | ReadableStream, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/runs/${run}/upload?name=${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', ...headers },
    body: body as Uint8Array<ArrayBuffer>,
    ...(body instanceof ReadableStream && { duplex: 'half' as const }),
  })

describe('PUT of a chosen file', () => {
  it('takes it, with or without a length, and tells its size and SHA-256', async () => {
    const { run, event } = await startRun(server.lab, 'file-sender')
    const bytes = randomBytes(3_000_000)
    const reply = await put(run.id, '../../etc/pass\u202ewd', bytes)
    expect(reply.status).toBe(201)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(await reply.json()).toMatchObject({ name: '_.._etc_passwd', size: 3_000_000, total: 3_000_000, sha256 })
    expect(await event('transfer', ({ state }) => state === 'whole')).toMatchObject({ participant: 0, sha256 })
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array([1, 2]))
        controller.enqueue(new Uint8Array([3]))
        controller.close()
      },
    })
    expect((await (await put(run.id, 'b', stream)).json()) as FileView).toMatchObject({ size: 3, total: null })
    expect((await (await put(run.id, 'c', new Uint8Array(0))).json()) as FileView).toMatchObject({ size: 0 })
    const back = await fetch(`${server.url}/api/runs/${run.id}/files/1`)
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('refuses what has no room, a run that sends nothing or has ended, and another page’s request', async () => {
    const { run } = await startRun(server.lab, 'file-sender')
    const relay = await startRun(server.lab, 'relay')
    const code = async (reply: Promise<Response>): Promise<[number, string]> => {
      const { status, ...rest } = await reply.then(async (it) => ({
        status: it.status,
        body: (await it.json()) as ErrorBody,
      }))
      return [status, rest.body.code]
    }
    expect(await code(put(run.id, 'a', new Uint8Array(50_000_000)))).toEqual([409, 'file-refused'])
    expect(await code(put(relay.run.id, 'a', new Uint8Array(1)))).toEqual([409, 'no-file-wanted'])
    expect(await code(put('999', 'a', new Uint8Array(1)))).toEqual([404, 'unknown-run'])
    expect(await code(put(run.id, 'a', new Uint8Array(1), { origin: 'http://evil.example' }))).toEqual([
      403,
      'forbidden-origin',
    ])
    // Nothing else is ever read into memory as a whole.
    for (const type of ['application/json', 'text/plain']) {
      expect(await code(put(run.id, 'a', Buffer.from('{}'), { 'content-type': type }))).toEqual([
        415,
        'unsupported-type',
      ])
    }
    await server.lab.stop(run.id)
    expect(await code(put(run.id, 'a', new Uint8Array(1)))).toEqual([409, 'run-not-running'])
  })

  it('keeps nothing of an upload that its page leaves', async () => {
    const { run } = await startRun(server.lab, 'file-sender')
    const socket = connect(server.port, '127.0.0.1')
    const own = `Host: 127.0.0.1:${server.port}\r\nContent-Type: application/octet-stream\r\n`
    socket.write(`PUT /api/runs/${run.id}/upload?name=a HTTP/1.1\r\n${own}Content-Length: 10\r\n\r\nabc`)
    await until(
      'three bytes',
      () => server.lab.live(run.id)!.transfers!.views()[0]?.size,
      (size) => size === 3,
    )
    socket.destroy()
    const [view] = await until(
      'the refusal',
      async () => (await server.lab.files.list(run.id)).files,
      ([file]) => file?.endedAt !== null && file !== undefined,
    )
    expect(view).toMatchObject({ state: 'refused', errno: 'ECONNRESET' })
  })
})

it('drops any other request whose body drips in, but not an upload', async () => {
  const clock = new ManualClock()
  const slow = await openApp({}, undefined, { clock })
  onTestFinished(slow.close)
  const { run } = await startRun(slow.lab, 'file-sender')
  const begin = (request: string, type: string, length: number) => {
    const socket = connect(slow.port, '127.0.0.1')
    const seen = { socket, answer: '', closed: once(socket, 'close') }
    socket.on('data', (chunk: Buffer) => (seen.answer += chunk.toString()))
    const own = `Host: 127.0.0.1:${slow.port}\r\nContent-Type: ${type}\r\nConnection: close\r\n`
    socket.write(`${request} HTTP/1.1\r\n${own}Content-Length: ${length}\r\n\r\n `)
    return seen
  }
  const upload = begin(`PUT /api/runs/${run.id}/upload?name=slow`, 'application/octet-stream', 3)
  await until(
    'its first byte',
    () => slow.lab.live(run.id)!.transfers!.views()[0]?.size,
    (size) => size === 1,
  )
  const start = begin('POST /api/runs', 'application/json', 60_000)
  for (let second = 1; second < 15; second++) {
    start.socket.write(' ')
    clock.advance(1000)
  }
  // Nothing more is written: a byte that meets the end would be answered by RST, which may overtake the answer.
  await until('its end', () => (clock.advance(100), start.answer), Boolean)
  expect(start.answer).toMatch(/^HTTP\/1.1 408/)
  expect(clock.micros()).toBeGreaterThanOrEqual(15_000_000)
  await start.closed
  upload.socket.write('  ')
  await upload.closed
  expect(upload.answer).toMatch(/^HTTP\/1.1 201/)
})

it('ends an upload that drips for ever, and none that comes on', async () => {
  const clock = new ManualClock()
  const slow = await openApp({}, undefined, { clock })
  onTestFinished(slow.close)
  const { run } = await startRun(slow.lab, 'file-sender')
  const socket = connect(slow.port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
  const closed = once(socket, 'close')
  const size = (): number | undefined => slow.lab.live(run.id)!.transfers!.views()[0]?.size
  let sent = 0
  const send = async (bytes: number): Promise<void> => {
    socket.write('x'.repeat(bytes))
    sent += bytes
    await until('its bytes', size, (now) => now === sent)
  }
  socket.write(`PUT /api/runs/${run.id}/upload?name=slow HTTP/1.1\r\nHost: 127.0.0.1:${slow.port}\r\n`)
  socket.write('Content-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n')
  // As slow as is allowed, three times.
  for (let window = 0; window < 3; window++) {
    await send(31 * 1024)
    clock.advance(30_000)
  }
  expect(answer).toBe('')
  await send(1000)
  clock.advance(15_000)
  await send(1000)
  clock.advance(15_000)
  await until('its end', () => (clock.advance(100), answer), Boolean)
  expect(answer).toMatch(/^HTTP\/1.1 408/)
  await until('its close', () => (clock.advance(100), socket.destroyed || socket.readableEnded), Boolean)
  socket.destroy()
  await closed
  const [view] = await until(
    'the refusal',
    async () => (await slow.lab.files.list(run.id)).files,
    ([file]) => file?.endedAt !== null && file !== undefined,
  )
  expect(view).toMatchObject({ state: 'refused' })
})
