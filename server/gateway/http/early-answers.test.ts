/** Requests that are refused before their body has come: the answer comes at once, and the client can read it. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { openApp } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'

const SIZE = 100 * 1024 * 1024

let server: Awaited<ReturnType<typeof openApp>>
let clock: ManualClock
let relay: string
let sender: string
beforeAll(async () => {
  // Nothing times out unless the test says so.
  clock = new ManualClock()
  server = await openApp({ fileQuota: 40_000_000 }, undefined, { clock })
  relay = (await startRun(server.lab, 'relay')).run.id
  sender = (await startRun(server.lab, 'file-sender')).run.id
})
afterAll(() => server.close())

/** A client that begins an upload of 100 MiB. */
async function begin(path: string, headers = '') {
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  const seen = { socket, answer: '', ended: false, closed: false, error: '' }
  socket.on('error', (error: NodeJS.ErrnoException) => (seen.error = String(error.code)))
  socket.on('data', (chunk: Buffer) => (seen.answer += chunk.toString()))
  socket.on('end', () => (seen.ended = true)).on('close', () => (seen.closed = true))
  await once(socket, 'connect')
  const own = `Host: 127.0.0.1:${server.port}\r\nContent-Type: application/octet-stream\r\n${headers}`
  socket.write(`PUT ${path} HTTP/1.1\r\n${own}Content-Length: ${SIZE}\r\n\r\n`)
  return seen
}

const refusals: [string, () => string, RegExp, string?][] = [
  ['no such run', () => '/api/runs/999/upload?name=a', /^HTTP\/1.1 404 [^]*unknown-run/],
  ['a run that wants none', () => `/api/runs/${relay}/upload?name=a`, /^HTTP\/1.1 409 [^]*no-file-wanted/],
  ['more than there is room for', () => `/api/runs/${sender}/upload?name=a`, /^HTTP\/1.1 409 [^]*file-refused/],
  ['another origin', () => `/api/runs/${sender}/upload?name=a`, /^HTTP\/1.1 403 /, 'Origin: http://evil.example\r\n'],
]

it.each(refusals)(
  'an upload that is refused (%s) is answered before its body comes, and the connection ends',
  async (...of) => {
    const [, path, answer, headers] = of
    const seen = await begin(path(), headers)
    await until(
      'the whole answer',
      () => seen.answer,
      () => seen.ended,
    )
    expect(seen.answer).toMatch(answer)
    expect(seen.answer).toMatch(/^connection: close\r$/im)
    // What still comes is dropped for a while.
    seen.socket.write(Buffer.alloc(1024 * 1024))
    await until(
      'it to be taken',
      () => seen.socket.writableLength,
      (left) => left === 0,
    )
    expect(seen.closed).toBe(false)
    clock.advance(2000)
    seen.socket.write(Buffer.alloc(65_536))
    await until(
      'the end',
      () => seen.closed,
      (closed) => closed,
    )
  },
)

it.each(refusals)('a client that reads the answer when its 100 MiB are out can read it (%s)', async (...of) => {
  const [, path, answer, headers] = of
  const seen = await begin(path(), headers)
  seen.socket.pause()
  const piece = Buffer.alloc(1024 * 1024)
  for (let sent = 0; sent < SIZE; sent += piece.length) {
    if (!seen.socket.write(piece)) await once(seen.socket, 'drain')
  }
  seen.socket.resume()
  await until(
    'the whole answer',
    () => seen.answer,
    () => seen.ended,
  )
  expect(seen.answer).toMatch(answer)
  expect(seen.error).toBe('')
})
