/** Bodies in pieces of any size, on real sockets. Counterpart: `bodies.test.ts`, what they say. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { heldMemory, holdsLess } from '../../testing/memory.ts'
import { until } from '../../testing/raw-client.ts'

const COUNT = 5
const CHUNKS = 20_000
/** A busy machine takes its time over a hundred thousand chunks. */
const PATIENCE_MS = 60_000
/** Of each: its body, what is read ahead of it, and the sockets of both ends, which are in this process. */
const EACH = 262_144

let server: Awaited<ReturnType<typeof openApp>>
const sockets: Socket[] = []
beforeAll(async () => {
  server = await openApp()
  server.app.server.on('connection', (socket: Socket) => sockets.push(socket))
})
afterAll(() => server.close())

const chunk = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
/** The status of an answer, and all of it. */
async function post(body: Buffer, more: string): Promise<{ status: number; answer: string }> {
  const client = connect(server.port, '127.0.0.1')
  let answer = ''
  client.setEncoding('utf8').on('data', (text: string) => (answer += text))
  client.write(begin(more))
  client.write(body)
  await until(
    'an answer',
    () => answer,
    (text) => text.includes('\r\n\r\n{'),
  )
  client.destroy()
  return { status: Number(answer.slice(9, 12)), answer }
}
const begin = (more: string): string =>
  `POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\n${more}\r\n\r\n`
const CHUNKED = 'Transfer-Encoding: chunked'
const LAST = Buffer.from('0\r\n\r\n')

it(
  'a body in chunks of a byte takes no more memory than its length',
  async () => {
    await post(Buffer.concat([chunk(Buffer.from('[]')), LAST]), CHUNKED) // what the first one needs for good
    const before = await heldMemory()
    sockets.length = 0
    const text = begin(CHUNKED) + '1\r\na\r\n'.repeat(CHUNKS)
    const clients = Array.from({ length: COUNT }, () => connect(server.port, '127.0.0.1'))
    for (const client of clients) {
      await once(client, 'connect')
      client.write(text)
    }
    await until(
      'all to be taken',
      () => sockets.map(({ bytesRead, readableLength }) => bytesRead - readableLength),
      (taken) => taken.length === COUNT && taken.every((bytes) => bytes === text.length),
      PATIENCE_MS,
    )
    await holdsLess(COUNT * EACH, before)
    for (const client of clients) client.destroy()
  },
  2 * PATIENCE_MS,
)

it('a body in pieces, wherever they are cut, is the same as in one', async () => {
  const body = Buffer.from(JSON.stringify({ program: 'é🙂'.repeat(800) }))
  const whole = await post(body, `Content-Length: ${body.length}`)
  expect(whole.status).toBe(400)
  for (const size of [1, 3, 1000, body.length]) {
    const chunks = Array.from({ length: Math.ceil(body.length / size) }, (_, i) =>
      body.subarray(i * size, (i + 1) * size),
    )
    const { status, answer } = await post(Buffer.concat([...chunks.map(chunk), LAST]), CHUNKED)
    expect([status, answer.slice(answer.indexOf('\r\n\r\n'))]).toEqual([
      400,
      whole.answer.slice(whole.answer.indexOf('\r\n\r\n')),
    ])
  }
})

it('a body that is too long is refused, however it comes', async () => {
  const long = Buffer.alloc(65_537, 'x')
  expect((await post(long, `Content-Length: ${long.length}`)).status).toBe(413)
  expect((await post(Buffer.concat([chunk(long), LAST]), CHUNKED)).status).toBe(413)
  expect((await post(Buffer.concat([chunk(long.subarray(0, 65_536)), LAST]), CHUNKED)).status).toBe(400)
})
