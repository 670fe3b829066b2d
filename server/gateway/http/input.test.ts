/** What one connection may ask of the page's port, by raw sockets. */
import { once } from 'node:events'
import { Agent, get as httpGet } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { text, upgrade } from '../../testing/load/frames.ts'
import { RawClient, until } from '../../testing/raw-client.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  server = await openApp()
})
afterAll(() => server.close())

const ask = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${more}\r\n`
const post = (body: string) =>
  `POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\n` +
  `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
const answers = ({ heard }: RawClient): string[] =>
  [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status!)
const answered = (peer: RawClient, count: number) =>
  until(
    `${count} answers`,
    () => answers(peer),
    (all) => all.length >= count,
  )
const closed = (peer: RawClient) =>
  until(
    'the end of the connection',
    () => peer.closed || peer.ended,
    (over) => over,
  )

describe('a connection', () => {
  it.each([
    ['in one piece', (peer: RawClient) => peer.say(ask('/api/runs').repeat(3))],
    [
      'by a run to start',
      (peer: RawClient) => peer.say(post(JSON.stringify({ program: 'relay', listen: [] })) + ask('/api/health')),
    ],
    ['without a Host', (peer: RawClient) => peer.say(ask('/api/runs') + 'GET / HTTP/1.1\r\n\r\n')],
    ['with an expectation', (peer: RawClient) => peer.say(ask('/api/runs') + ask('/', 'Expect: nothing\r\n'))],
    ['to continue', (peer: RawClient) => peer.say(ask('/api/runs') + ask('/', 'Expect: 100-continue\r\n'))],
    ['to upgrade', (peer: RawClient) => peer.say(Buffer.concat([Buffer.from(ask('/api/runs')), upgrade(server.port)]))],
  ])('ends with a second request before the first answer: %s', async (_, say) => {
    const peer = await RawClient.connect(server.port)
    say(peer)
    await closed(peer)
    expect(answers(peer)).toEqual([])
  })

  it.each([
    ['for the API', () => `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nhost: evil.example\r\n\r\n`],
    ['in HTTP/1.0', () => `GET /api/health HTTP/1.0\r\nHost: 127.0.0.1:${server.port}\r\nHost: 127.0.0.1\r\n\r\n`],
    [
      'to upgrade',
      () => upgrade(server.port).toString('latin1').replace('\r\n', `\r\nHost: 127.0.0.1:${server.port}\r\n`),
    ],
  ])('with two Hosts gets 400: %s', async (_, request) => {
    const peer = await RawClient.connect(server.port)
    peer.say(request())
    await answered(peer, 1)
    await closed(peer)
    expect(answers(peer)).toEqual(['400'])
  })

  it('ends with ten megabytes of requests, most of them unread', async () => {
    const peer = await RawClient.connect(server.port)
    peer.say(ask('/api/health').repeat(200_000))
    await until(
      'the end',
      () => peer.closed,
      (over) => over,
    )
    expect(answers(peer)).toEqual([])
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200)
  })

  it('may ask again as soon as it has been answered, as often as it likes', async () => {
    const peer = await RawClient.connect(server.port)
    let asked = 1
    // In the very turn that brings the end of an answer.
    peer.socket.on('data', () => {
      if (answers(peer).length < asked || !/}$/.test(peer.heard) || asked === 100) return
      asked++
      peer.say(ask('/api/health'))
    })
    peer.say(ask('/api/health'))
    await answered(peer, 100)
    expect(new Set(answers(peer))).toEqual(new Set(['200']))
    peer.socket.destroy()
  })

  it('may send its request byte by byte', async () => {
    const peer = await RawClient.connect(server.port)
    for (const byte of ask('/api/health')) {
      peer.say(byte)
      await new Promise((done) => setImmediate(done))
    }
    await answered(peer, 1)
    peer.socket.destroy()
  })

  it('may ask after a refused body, and after one that was taken', async () => {
    const peer = await RawClient.connect(server.port)
    peer.say(post('{"program":"nope"}'))
    await answered(peer, 1)
    peer.say(post(JSON.stringify({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })))
    await answered(peer, 2)
    peer.say(ask('/api/runs'))
    await answered(peer, 3)
    expect(answers(peer)).toEqual(['400', '201', '200'])
    peer.socket.destroy()
  })

  it('is told what Node would tell of a request without Host, or with an expectation', async () => {
    const [hostless, expecting, old] = [
      await RawClient.connect(server.port),
      await RawClient.connect(server.port),
      await RawClient.connect(server.port),
    ]
    hostless.say('GET / HTTP/1.1\r\n\r\n')
    expecting.say(ask('/', 'Expect: nothing\r\n'))
    old.say('GET / HTTP/1.0\r\n\r\n')
    for (const peer of [hostless, expecting, old]) await closed(peer)
    expect([hostless, expecting, old].map(answers)).toEqual([['400'], ['417'], ['403']])
  })

  it('hands what follows an upgrade to the WebSocket', async () => {
    const peer = await RawClient.connect(server.port)
    peer.say(Buffer.concat([upgrade(server.port), text({ type: 'hello', protocol: 2 }), text({ type: 'nope' })]))
    await until(
      'both answers',
      () => peer.heard,
      (heard) => heard.includes('"welcome"') && heard.includes('"bad-message"'),
    )
    peer.socket.destroy()
  })

  it('that sends a request behind an upgrade breaks the WebSocket', async () => {
    const peer = await RawClient.connect(server.port)
    peer.say(Buffer.concat([upgrade(server.port), Buffer.from(ask('/api/runs').repeat(1000))]))
    await closed(peer)
    expect(answers(peer)).toEqual(['101'])
  })
})

describe('the page', () => {
  it('fetches in parallel, and over connections that stay', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 6 })
    const one = async (): Promise<number> => {
      const [answer] = await once(httpGet(`${server.url}/api/health`, { agent }), 'response')
      answer.resume()
      await once(answer, 'end')
      return answer.statusCode
    }
    const statuses = await Promise.all(Array.from({ length: 300 }, one))
    expect(new Set(statuses)).toEqual(new Set([200]))
    agent.destroy()
  })

  it('fetches in its turn while hundreds of others ask too', async () => {
    const others = await Promise.all(Array.from({ length: 300 }, () => RawClient.connect(server.port)))
    for (const peer of others) peer.say(ask('/api/runs'))
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200)
    for (const peer of others) {
      await answered(peer, 1)
      peer.socket.destroy()
    }
  })
})
