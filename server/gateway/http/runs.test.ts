import { connect } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { RawClient, until } from '../../testing/raw-client.ts'
import type { EventPage, RunList } from '#shared/protocol/rest.ts'
import type { ErrorBody } from '#shared/errors/codes.ts'
import type { Static } from 'typebox'
import type { Run } from '#shared/protocol/model.ts'

type Page = Static<typeof EventPage>

let server: Awaited<ReturnType<typeof openApp>>

beforeAll(async () => {
  server = await openApp()
})
afterAll(() => server.close())

async function api<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const response = await fetch(`${server.url}/api${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return { status: response.status, body: (await response.json()) as T }
}

const startRelay = async (): Promise<Run> =>
  (await api<Run>('POST', '/runs', { program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })).body

describe('REST', () => {
  it('tells its health and its programs', async () => {
    expect((await api('GET', '/health')).body).toMatchObject({ status: 'ok', version: '0' })
    const { body } = await api<{ programs: { id: string; question: number }[] }>('GET', '/programs')
    expect(body.programs.map(({ id, question }) => [id, question])).toEqual([
      ['line-server', 1],
      ['line-client', 2],
      ['alternating-chat', 3],
      ['duplex-chat', 4],
      ['relay-known', 5],
      ['relay', 6],
      ['file-receiver', null],
      ['file-sender', null],
      ['udp-receiver', null],
      ['udp-sender', null],
    ])
  })

  it('starts, shows, and stops a run', async () => {
    const started = await api<Run>('POST', '/runs', {
      program: 'line-server',
      listen: [{ transport: 'tcp', port: 0 }],
    })
    expect(started.status).toBe(201)
    const { id } = started.body
    expect(started.body).toMatchObject({ program: 'line-server', state: 'running', options: { maxLine: 16_384 } })
    expect(started.body.listeners[0]!.port).toBeGreaterThan(0)
    expect((await api<RunList>('GET', '/runs')).body.runs.map((run) => run.id)).toContain(id)
    expect((await api<Run>('DELETE', `/runs/${id}`)).body.state).toBe('stopped')
    expect((await api<Run>('GET', `/runs/${id}`)).body.state).toBe('stopped')
    expect((await api<Run>('DELETE', `/runs/${id}`)).status).toBe(200)
  })

  it('gives the program of a run as a file, with its address, also when it has ended', async () => {
    const run = await startRelay()
    const fetched = (query = '') => fetch(`${server.url}/api/runs/${run.id}/program.py${query}`)
    const reply = await fetched('?lang=en')
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'text/x-python; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; filename="relay.py"/) as unknown,
    })
    const text = await reply.text()
    expect(text).toContain(`else ${run.listeners[0]!.port}\n`)
    expect(text).toContain('python3 relay.py [PORT]')
    expect(text).toContain('# blocked until at least one socket is ready')
    await api('DELETE', `/runs/${run.id}`)
    expect(await (await fetched()).text()).toContain('# bloqué jusqu’à ce qu’au moins une socket soit prête')
    expect((await fetched('?lang=xx')).status).toBe(400)
    expect((await fetch(`${server.url}/api/runs/none/program.py`)).status).toBe(404)
  })

  it('gives events by range, whole or cut, and by filter', async () => {
    const run = await startRelay()
    const peer = await RawClient.connect(run.listeners[0]!.port)
    for (const text of ['un\n', 'deux\n', `${'é'.repeat(700)}\n`]) {
      peer.say(Buffer.from(text))
      const size = Buffer.byteLength(text)
      await until(
        'the line',
        () => api<Page>('GET', `/runs/${run.id}/events`),
        ({ body }) => body.events.some((event) => event.size === size),
      )
    }
    const page = (await api<Page>('GET', `/runs/${run.id}/events?after=2&limit=2`)).body
    expect(page.events.map((event) => event.seq)).toEqual([3, 4])
    expect(page).toMatchObject({ scanned: 4, lastSeq: 6 })
    const un = page.events[1]!
    expect(un).toMatchObject({
      kind: 'lines',
      participant: 1,
      text: 'un\n',
      bytes: Buffer.from('un\n').toString('base64'),
      to: 'others',
    })
    expect(un.t).toBeGreaterThan(0)
    expect(Math.abs(un.time - Date.now())).toBeLessThan(60_000)
    const cut = (await api<Page>('GET', `/runs/${run.id}/events?after=5&preview=11`)).body.events[0]!
    expect(cut).toMatchObject({ size: 1401, text: 'ééééé' })
    expect(Buffer.from(cut.bytes, 'base64')).toHaveLength(11)
    const found = (
      await api<Page>('GET', `/runs/${run.id}/events?filter=${encodeURIComponent('kind:lines text:"DEUX"')}`)
    ).body
    expect(found.events.map((event) => event.text)).toEqual(['deux\n'])
    expect(found.scanned).toBe(6)
    expect((await api('GET', `/runs/${run.id}/participants?from=1&to=6`)).body).toMatchObject({
      participants: [{ id: 1, sent: { lines: 3 }, state: 'open' }],
    })
    peer.socket.destroy()
  })

  it.each([
    ['POST', '/runs', { program: 'chess' }, 400, 'bad-request'],
    ['POST', '/runs', { program: 'relay', extra: 1 }, 400, 'bad-request'],
    ['POST', '/runs', { program: 'relay', options: { maxLine: 3 } }, 400, 'bad-request'],
    ['POST', '/runs', { program: 'relay', options: { nope: 1 } }, 400, 'bad-request'],
    ['POST', '/runs', { program: 'relay-known', options: { count: 99 } }, 400, 'bad-request'],
    ['POST', '/runs', { program: 'line-client' }, 400, 'bad-request'],
    [
      'POST',
      '/runs',
      { program: 'line-client', options: { target: { host: '192.0.2.1', port: 80 } } },
      403,
      'target-denied',
    ],
    [
      'POST',
      '/runs',
      { program: 'relay', listen: [{ transport: 'tcp', port: 0, host: '203.0.113.9' }] },
      400,
      'address-unavailable',
    ],
    ['GET', '/runs/999', undefined, 404, 'unknown-run'],
    ['GET', '/runs/999/events', undefined, 404, 'unknown-run'],
    ['DELETE', '/runs/999', undefined, 404, 'unknown-run'],
    ['GET', '/nothing', undefined, 404, 'not-found'],
  ])('refuses %s %s %j with %i %s', async (method, path, body, status, code) => {
    const refused = await api<ErrorBody>(method, path, body)
    expect(refused.status).toBe(status)
    expect(refused.body.code).toBe(code)
    expect(refused.body.message).not.toMatch(/[{}]|undefined/)
  })

  it('names the port that is in use', async () => {
    const run = await startRelay()
    const { port } = run.listeners[0]!
    const refused = await api<ErrorBody>('POST', '/runs', { program: 'relay', listen: [{ transport: 'tcp', port }] })
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'port-in-use-by-run', params: { port, host: '127.0.0.1', run: run.id } },
    })
  })

  it('has an OpenAPI document of its routes, and a page that shows it', async () => {
    const { body } = await api<{ paths: Record<string, object> }>('GET', '/openapi.json')
    expect(Object.keys(body.paths).sort()).toEqual([
      '/api/attendance',
      '/api/forget',
      '/api/freeze',
      '/api/health',
      '/api/kept',
      '/api/programs',
      '/api/runs',
      '/api/runs/{id}',
      '/api/runs/{id}/events',
      '/api/runs/{id}/export',
      '/api/runs/{id}/files',
      '/api/runs/{id}/files/{file}',
      '/api/runs/{id}/freeze',
      '/api/runs/{id}/kept',
      '/api/runs/{id}/listeners',
      '/api/runs/{id}/listeners/{listener}',
      '/api/runs/{id}/moment',
      '/api/runs/{id}/name',
      '/api/runs/{id}/observations',
      '/api/runs/{id}/participants',
      '/api/runs/{id}/participants/{participant}/disconnect',
      '/api/runs/{id}/participants/{participant}/name',
      '/api/runs/{id}/program.py',
      '/api/runs/{id}/timeline',
      '/api/runs/{id}/upload',
      '/api/stop-all',
      '/api/teacher',
      '/api/tls/ca.pem',
    ])
    const docs = await fetch(`${server.url}/api/docs/`)
    expect(docs.status).toBe(200)
    expect(docs.headers.get('content-type')).toContain('text/html')
  })
})

describe('the guard', () => {
  /** Sends a raw request; gives what came back until the end. */
  async function raw(request: string): Promise<string> {
    const socket = connect(server.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(request)
    let answer = ''
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    await until(
      'an answer',
      () => answer,
      (text) => text.includes('\r\n\r\n'),
    )
    socket.destroy()
    return answer
  }
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'

  it.each(['/api/health', '/', '/api/ws', '/api/nothing'])('refuses a foreign Host at %s', async (path) => {
    expect(await raw(`GET ${path} HTTP/1.1\r\nHost: evil.example:${server.port}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 403.*forbidden-host/s,
    )
  })

  it('refuses a foreign Origin, for upgrades too', async () => {
    const head = (path: string) =>
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: http://evil.example\r\n`
    expect(await raw(`${head('/api/runs')}\r\n`)).toMatch(/^HTTP\/1.1 403/)
    expect(await raw(`${head('/api/ws')}${upgrade}\r\n`)).toMatch(/^HTTP\/1.1 403/)
  })

  it('lets its own page in', async () => {
    const own = `Host: 127.0.0.1:${server.port}\r\nOrigin: http://127.0.0.1:${server.port}\r\n`
    expect(await raw(`GET /api/ws HTTP/1.1\r\n${own}${upgrade}\r\n`)).toMatch(/^HTTP\/1.1 101/)
  })

  it('sets a strict policy, and no header that breaks plain HTTP', async () => {
    const { headers } = await fetch(`${server.url}/runs/1`)
    const policy = headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-cache')
  })

  it('takes no body over its limit', async () => {
    const refused = await api<ErrorBody>('POST', '/runs', { program: 'relay', pad: 'x'.repeat(70_000) })
    expect(refused.status).toBe(413)
  })
})
