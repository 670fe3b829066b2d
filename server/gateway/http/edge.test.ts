/** What no route answers: each request literally, and the lab's own words for it. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { openApp } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import { upgrade } from '../../testing/load/frames.ts'
import { RawClient, until } from '../../testing/raw-client.ts'
import { STATUS, type ErrorBody, type ErrorCode } from '#shared/errors/codes.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  server = await openApp({}, undefined, { publics: [new URL('https://lab.example/tp')] })
})
afterAll(() => server.close())

const head = (line: string, more = ''): string => `${line} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${more}\r\n`
const json = 'Content-Type: application/json\r\n'

/** Says it, and reads until so many answers have come, or the end. */
async function say(request: string | Buffer, { app = server, answers = 1 } = {}): Promise<RawClient> {
  const peer = await RawClient.connect(app.port)
  onTestFinished(() => void peer.socket.destroy())
  peer.say(request)
  await until(
    'an answer',
    () => peer.heard,
    (heard) => peer.ended || peer.closed || (heard.match(/\r\n\r\n[^]/g)?.length ?? 0) >= answers,
  )
  return peer
}
const statusOf = ({ heard }: RawClient): number => Number(/^HTTP\/1\.1 (\d+)/.exec(heard)?.[1])
const bodyOf = ({ heard }: RawClient): string => heard.slice(heard.indexOf('\r\n\r\n') + 4)

describe('a refusal has a code of the registry, and its status', () => {
  it.each<[string, ErrorCode, () => string | Buffer]>([
    ['what is no HTTP', 'malformed-request', () => 'bonjour\n'],
    ['an unknown method', 'malformed-request', () => head('FETCH /')],
    ['a header without a name', 'malformed-request', () => head('GET /', ': x\r\n')],
    ['two lengths', 'malformed-request', () => head('POST /api/runs', 'Content-Length: 1\r\nContent-Length: 2\r\n')],
    [
      'a chunk that has no size',
      'malformed-request',
      () => `${head('POST /api/runs', `${json}Transfer-Encoding: chunked\r\n`)}no\r\n`,
    ],
    ['headers of 20 KiB', 'headers-too-large', () => head('GET /', `X-A: ${'a'.repeat(20_000)}\r\n`)],
    ['an address of 20 KiB', 'headers-too-large', () => head(`GET /${'a'.repeat(20_000)}`)],
    ['a long part of a path', 'address-too-long', () => head(`GET /api/runs/${'1'.repeat(200)}`)],
    ['an escape that is none', 'bad-request', () => head('GET /%ff')],
    ['one below the API', 'bad-request', () => head('GET /api/runs/%ff')],
    ['no Host', 'bad-request', () => 'GET / HTTP/1.1\r\n\r\n'],
    ['a foreign Host', 'forbidden-host', () => 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
    ['a foreign Origin', 'forbidden-origin', () => head('GET /api/runs', 'Origin: http://evil.example\r\n')],
    ['a path of the API that is none', 'not-found', () => head('GET /api/nowhere', 'Accept: text/html\r\n')],
    ['a file that is none', 'not-found', () => head('GET /assets/nothing.js')],
    ['a method that means nothing there', 'method-not-allowed', () => head('DELETE /api/runs')],
    ['one at a page', 'method-not-allowed', () => head('PUT /coach')],
    ['one that Fastify does not know', 'not-found', () => head('PROPFIND /api/runs/nowhere/else')],
    ['a body that is too large', 'body-too-large', () => head('POST /api/runs', `${json}Content-Length: 70000\r\n`)],
    [
      'one of another type',
      'unsupported-type',
      () => `${head('POST /api/runs', 'Content-Type: text/csv\r\nContent-Length: 1\r\n')}x`,
    ],
    ['one of no type', 'unsupported-type', () => `${head('POST /api/runs', 'Content-Length: 1\r\n')}x`],
    ['one that is no JSON', 'bad-request', () => `${head('POST /api/runs', `${json}Content-Length: 1\r\n`)}{`],
    ['none where one is needed', 'bad-request', () => head('POST /api/runs', `${json}Content-Length: 0\r\n`)],
    ['a tunnel', 'method-not-allowed', () => head('CONNECT evil.example:443')],
    ['a foreign tunnel', 'forbidden-host', () => 'CONNECT a:1 HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
    ['a foreign address in the place of a path', 'forbidden-host', () => head('GET http://evil.example/api/runs')],
    ['the WebSocket without an upgrade', 'bad-request', () => head('GET /api/ws')],
    ['an expectation', 'expectation-failed', () => head('GET /', 'Expect: coffee\r\n')],
    ['bytes beyond the end', 'range-unsatisfiable', () => head('GET /part.js', 'Range: bytes=99999-\r\n')],
    ['an upgrade of a plain route', 'not-a-websocket', () => upgrade(server.port, '/api/health')],
    ['an upgrade of a page', 'not-a-websocket', () => upgrade(server.port, '/runs/1')],
    [
      'an upgrade without a key',
      'bad-request',
      () => head('GET /api/ws', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'),
    ],
    [
      'a foreign upgrade',
      'forbidden-host',
      () =>
        upgrade(server.port)
          .toString()
          .replace(/Host: .*/, 'Host: evil.example'),
    ],
  ])('%s: %s', async (_, code, request) => {
    const peer = await say(request())
    const { code: told, message, params } = JSON.parse(bodyOf(peer)) as ErrorBody
    expect([told, statusOf(peer)]).toEqual([code, STATUS[code]])
    expect(message).not.toMatch(/[{}]/)
    expect(params).toBeTypeOf('object')
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200)
  })

  it('names the methods that there are', async () => {
    expect((await say(head('DELETE /api/runs'))).heard).toMatch(/^allow: GET, HEAD, POST\r$/im)
  })
})

describe('a page that does not answer to a name', () => {
  const navigates = (lang: string): string =>
    `GET / HTTP/1.1\r\nHost: lab.school.example\r\nAccept: text/html,*/*\r\nAccept-Language: ${lang}\r\n\r\n`

  it.each([
    ['fr-CH, en;q=0.5', 'fr', 'Ce labo ne répond pas au nom de lab.school.example'],
    ['de, en-US;q=0.7, fr;q=0.3', 'en', 'This lab does not answer to the name lab.school.example'],
    ['ja', 'fr', 'Ce labo ne répond pas'],
  ])('says so to a browser in the language of its reader (%s), and names the flag', async (accepted, lang, words) => {
    const peer = await say(navigates(accepted))
    const page = Buffer.from(bodyOf(peer), 'latin1').toString()
    expect(statusOf(peer)).toBe(403)
    expect(peer.heard).toMatch(/^content-type: text\/html; charset=utf-8\r$/im)
    expect(page).toContain(`<html lang="${lang}">`)
    expect(page).toContain(words)
    expect(page).toContain('--public http://lab.school.example')
  })

  it('shows the name as text', async () => {
    const peer = await say('GET / HTTP/1.1\r\nHost: <script>\r\nAccept: text/html\r\n\r\n')
    expect(bodyOf(peer)).not.toContain('<script>')
    expect(bodyOf(peer)).toContain('&#60;script&#62;')
  })
})

describe('behind a proxy', () => {
  it.each(['/tp/', '/tp/runs/7', '/tp/api/health'])('its path may come along: %s', async (path) => {
    expect(statusOf(await say(`GET ${path} HTTP/1.1\r\nHost: lab.example\r\n\r\n`))).toBe(200)
  })

  it('a script of the page needs no Origin that the lab knows, what reads the lab does', async () => {
    const foreign = 'Origin: https://other.example\r\n'
    expect(statusOf(await say(head('GET /part.js', foreign)))).toBe(200)
    expect(statusOf(await say(head('GET /api/runs', foreign)))).toBe(403)
    expect(statusOf(await say(head('GET /api/runs', 'Origin: https://lab.example\r\n')))).toBe(200)
  })
})

describe('a mistyped address', () => {
  it.each(['/runs', '/relay', '/runs/1/events'])('shows the page, with 404: %s', async (path) => {
    const peer = await say(head(`GET ${path}`, 'Accept: text/html\r\n'))
    expect(statusOf(peer)).toBe(404)
    expect(bodyOf(peer)).toContain('<title>Socket Lab</title>')
  })
})

describe('an expectation to continue', () => {
  const expecting = (host: string): string =>
    `POST /api/runs HTTP/1.1\r\nHost: ${host}\r\n${json}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`

  it('is not met before a refusal', async () => {
    const peer = await say(expecting('evil.example'))
    expect(statusOf(peer)).toBe(403)
    expect(peer.heard).not.toContain('100 Continue')
  })

  it('is met otherwise', async () => {
    const peer = await RawClient.connect(server.port)
    peer.say(expecting(`127.0.0.1:${server.port}`))
    await until(
      '100',
      () => peer.heard,
      (heard) => heard === 'HTTP/1.1 100 Continue\r\n\r\n',
    )
    peer.say('{}')
    await until(
      'the answer',
      () => peer.heard,
      (heard) => heard.includes('HTTP/1.1 400'),
    )
    peer.socket.destroy()
  })
})

describe('bytes behind a body', () => {
  const post = (more: string): string => `${head('POST /api/runs', `${json}Content-Length: 2\r\n`)}{}${more}`

  it('that are no request end the connection, and are no answer to the one before', async () => {
    const peer = await say(post('garbage\r\n\r\n'))
    await until('the end', () => peer.closed || peer.ended, Boolean)
    expect(peer.heard).not.toContain('malformed-request')
  })

  it('are the next request where they come after the answer', async () => {
    const peer = await say(post(''))
    peer.say(head('GET /api/health'))
    await until(
      'the second answer',
      () => peer.heard,
      (heard) => heard.includes('"uptime"'),
    )
    expect(peer.heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200'])
  })
})

it('tells a raw client where the program is', async () => {
  const app = await openApp()
  onTestFinished(app.close)
  const { port } = await startRun(app.lab, 'relay')
  const peer = await say('bonjour\n', { app })
  expect(JSON.parse(bodyOf(peer))).toMatchObject({
    code: 'raw-client-at-page',
    params: { where: `127.0.0.1:${port} (relay)` },
  })
})

it('closes a connection that has said nothing without a word', async () => {
  const clock = new ManualClock()
  const app = await openApp({}, undefined, { clock })
  onTestFinished(app.close)
  const peer = await RawClient.connect(app.port)
  await until('its end', () => (clock.advance(500), peer.closed || peer.ended), Boolean)
  expect(clock.micros()).toBeGreaterThanOrEqual(10_000_000)
  expect(peer.heard).toBe('')
  peer.socket.destroy()
})
