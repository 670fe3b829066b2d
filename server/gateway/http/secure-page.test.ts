/** The page over TLS, and behind a proxy: real handshakes, and real connections from two loopback addresses. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { identityIn, type Identity } from '../../endpoints/authority.ts'
import { isOneOf } from '../../endpoints/target-policy.ts'
import { openApp, Tab, type AppOptions } from '../../testing/app.ts'
import { until } from '../../testing/raw-client.ts'
import { Roles } from './roles.ts'
import { SESSION_HEADER } from '#shared/model/constants.ts'
import type { Run } from '#shared/protocol/model.ts'

const TEACHER = { lab: '0123456789ab', secret: 'right' }
const authorization = `Bearer ${new Roles('student', TEACHER).keyFor('right')}`
const PROXY = '127.0.0.1'
const STRANGER = '127.0.0.2'
const folder = mkdtempSync(join(tmpdir(), 'socket-lab-page-tls-'))
let identity: Identity
let app: Awaited<ReturnType<typeof openApp>>

beforeAll(async () => (identity = await identityIn({ folder })()))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => app.close())

const open = async (options: AppOptions) =>
  (app = await openApp({}, undefined, { roles: new Roles('student', TEACHER), ...options }))

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

function ask(path: string, options: RequestOptions & { ca?: string; body?: string } = {}): Promise<Answer> {
  const { body, ca, ...rest } = options
  const all = { host: '127.0.0.1', port: app.port, path, agent: false as const, ...rest }
  return new Promise((resolve, reject) => {
    const sent = (ca === undefined ? plainRequest(all) : request({ ...all, ca })).on('error', reject)
    sent.on('response', (response) => {
      let text = ''
      response.on('data', (part: Buffer) => (text += part.toString()))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
    })
    sent.end(body)
  })
}

/** The same without TLS, whatever the port speaks. */
async function plainly({
  method = 'GET',
  path = '/',
  body = '',
}): Promise<{ status: number; type: string; text: string }> {
  const socket = connect(app.port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let text = ''
  socket.on('data', (part: Buffer) => (text += part.toString()))
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: lab\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  await once(socket, 'end')
  return { status: Number(text.slice(9, 12)), type: /^content-type: (.*?)\r$/m.exec(text)?.[1] ?? '', text }
}

describe('the page over TLS', () => {
  it('answers those who trust the authority, one request after the other on one connection', async () => {
    await open({ identity })
    for (const path of ['/', '/part.js', '/api/health']) {
      expect(await ask(path, { ca: identity.authority })).toMatchObject({ status: 200 })
    }
    await expect(ask('/', { ca: '' })).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
  })

  it('carries the WebSocket of a page, whole batches of it', async () => {
    await open({ identity })
    const run = await app.lab.start({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
    const origin = `https://127.0.0.1:${app.port}`
    const tab = new Tab(new WebSocket(`wss://127.0.0.1:${app.port}/api/ws`, { ca: identity.authority, origin }))
    await once(tab.socket, 'open')
    tab.send({ type: 'hello', protocol: 2 })
    await tab.receives('welcome')
    const one = await tab.join(run.id, 'ana')
    const lines = 500
    for (let n = 0; n < lines; n++) await tab.say(run.id, one, `${'x'.repeat(1000)}\n`)
    tab.send({ type: 'watch', run: run.id, after: 0, mode: 'all' })
    await until(
      'the lines',
      () => tab.events.filter((event) => event.kind === 'lines').length,
      (seen) => seen === lines,
    )
    tab.socket.close()
    await until(
      'the end of it',
      () => tab.closed,
      (closed) => closed !== null,
    )
  })

  it('takes a page of another place for foreign, and its own for its own', async () => {
    await open({ identity })
    const from = (origin: string) => ask('/api/health', { ca: identity.authority, headers: { origin } })
    expect(await from(`https://127.0.0.1:${app.port}`)).toMatchObject({ status: 200 })
    expect(await from('http://school.example')).toMatchObject({ status: 403 })
  })

  it('says nothing of HSTS: the name may be that of a plain lab tomorrow', async () => {
    await open({ identity })
    expect((await ask('/', { ca: identity.authority })).headers['strict-transport-security']).toBeUndefined()
  })

  it.each([
    ['a browser’s', {}],
    ['one with a body', { method: 'POST', body: 'x'.repeat(10_000) }],
    ['one for a tunnel', { method: 'CONNECT', path: 'lab.example:443' }],
  ])('tells a request in HTTP without TLS of https://, in both languages: %s', async (_name, options) => {
    await open({ identity })
    const { text, status, type } = await plainly(options)
    expect([status, type]).toEqual([400, 'text/plain; charset=utf-8'])
    expect(text).toMatch(/commence par https:\/\/.*\n.*begins with https:\/\//)
  })

  it('goes on when somebody says nothing at all, or what is neither', async () => {
    await open({ identity })
    const odd = connect(app.port, '127.0.0.1')
    onTestFinished(() => void odd.destroy())
    odd.on('error', () => {})
    odd.write('bonjour\n')
    await once(odd, 'close')
    const silent = connect(app.port, '127.0.0.1')
    onTestFinished(() => void silent.destroy())
    await once(silent, 'connect')
    expect(await ask('/api/health', { ca: identity.authority })).toMatchObject({ status: 200 })
  })
})

describe('X-Forwarded-For and -Proto', () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.9, 198.51.100.4', 'x-forwarded-proto': 'https' }
  const behind = () => open({ host: '0.0.0.0', isProxy: isOneOf([PROXY]), roles: new Roles('everybody', TEACHER) })

  /** Addresses that the lab has recorded of who started a run: by a page's WebSocket, and by a call with its own headers. */
  async function addressesFrom(localAddress: string): Promise<(string | undefined)[]> {
    const tab = new Tab(new WebSocket(`ws://127.0.0.1:${app.port}/api/ws`, { localAddress, headers: forwarded }))
    onTestFinished(() => tab.socket.close())
    await once(tab.socket, 'open')
    tab.send({ type: 'hello', protocol: 2 })
    const { session } = await tab.receives('welcome')
    const ways: Record<string, string>[] = [{ [SESSION_HEADER]: session }, { ...forwarded, authorization }]
    return Promise.all(ways.map((way) => startedFrom(localAddress, way)))
  }

  async function startedFrom(localAddress: string, way: Record<string, string>): Promise<string | undefined> {
    const headers = { 'content-type': 'application/json', ...way }
    const body = JSON.stringify({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
    const reply = await ask('/api/runs', { method: 'POST', localAddress, headers, body })
    expect([reply.status, reply.text]).toEqual([201, expect.any(String)])
    const { id } = JSON.parse(reply.text) as Run
    const { text } = await ask(`/api/runs/${id}/events`)
    return /"address":"([^"]*)"/.exec(text)?.[1]
  }

  /** The address that a request by a name which the lab does not know is told. */
  async function suggestedTo(localAddress: string): Promise<unknown> {
    const { text } = await ask('/api/health', { localAddress, headers: { ...forwarded, host: 'lab.example' } })
    return (JSON.parse(text) as { params: { url: string } }).params.url
  }

  it('count from a proxy that is trusted: the address next to it, for a page and for a call', async () => {
    await behind()
    expect(await addressesFrom(PROXY)).toEqual(['198.51.100.4', '198.51.100.4'])
    expect(await suggestedTo(PROXY)).toBe('https://lab.example')
  })

  it('count for nothing from anybody else', async () => {
    await behind()
    expect(await addressesFrom(STRANGER)).toEqual([STRANGER, STRANGER])
    expect(await suggestedTo(STRANGER)).toBe('http://lab.example')
  })

  it('are no address where they are something else', async () => {
    await behind()
    expect(await startedFrom(PROXY, { authorization, 'x-forwarded-for': '<script>' })).toBe(PROXY)
  })
})
