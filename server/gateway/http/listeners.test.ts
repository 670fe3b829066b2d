import { connect } from 'node:net'
import { once } from 'node:events'
import { X509Certificate } from 'node:crypto'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { RawClient, until } from '../../testing/raw-client.ts'
import type { EventPage } from '#shared/protocol/rest.ts'
import type { ErrorBody } from '#shared/errors/codes.ts'
import type { Run } from '#shared/protocol/model.ts'

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

const eventsOf = async (id: string, kind: string) =>
  (await api<EventPage>('GET', `/runs/${id}/events`)).body.events.filter((event) => event.kind === kind)

describe('listeners over REST', () => {
  it('open and close while the run goes on, and who came by a closed one stays', async () => {
    const { id, listeners } = await startRelay()
    const old = await RawClient.connect(listeners[0]!.port)
    const added = await api<Run>('POST', `/runs/${id}/listeners`, { transport: 'tcp', family: 'both', port: 0 })
    expect(added.status).toBe(201)
    expect(added.body.listeners.map(({ number, host }) => [number, host])).toEqual([
      [1, '127.0.0.1'],
      [2, '127.0.0.1'],
      [3, '::1'],
    ])
    const fresh = await RawClient.connect(added.body.listeners[1]!.port)
    await until(
      'two participants',
      () => server.lab.view(id).present,
      (count) => count === 2,
    )
    const closed = await api<Run>('DELETE', `/runs/${id}/listeners/1`)
    expect(closed.body.listeners.map(({ number }) => number)).toEqual([2, 3])
    const [refused] = (await once(connect(listeners[0]!.port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException]
    expect(refused.code).toBe('ECONNREFUSED')
    fresh.say('salut\n')
    await until(
      'the line',
      () => old.heard,
      (text) => text === 'salut\n',
    )
    await until(
      'both kinds of event',
      () => eventsOf(id, 'listener-closed'),
      (events) => events.length === 1,
    )
    expect(await eventsOf(id, 'listening')).toHaveLength(3)
    expect(await eventsOf(id, 'listener-closed')).toMatchObject([{ listener: { number: 1, port: listeners[0]!.port } }])
    // A number is never given twice.
    const third = await api<Run>('POST', `/runs/${id}/listeners`, { transport: 'tls', port: 0 })
    expect(third.body.listeners.map(({ number }) => number)).toEqual([2, 3, 4])
    expect((await api<Run>('DELETE', `/runs/${id}`)).body.listeners).toHaveLength(3)
  })

  it('are eight at most, however many are asked for at once', async () => {
    const { id } = await startRelay()
    const listener = { transport: 'tcp', port: 0 }
    const all = await Promise.all(Array.from({ length: 20 }, () => api('POST', `/runs/${id}/listeners`, listener)))
    expect(all.filter(({ status }) => status === 201)).toHaveLength(7)
    expect(server.lab.view(id).listeners).toHaveLength(8)
    await api('DELETE', `/runs/${id}/listeners/1`)
    expect((await api('POST', `/runs/${id}/listeners`, listener)).status).toBe(201)
  })

  it('are refused with a reason', async () => {
    const { id, listeners } = await startRelay()
    const code = async (method: string, path: string, body?: unknown) =>
      (await api<ErrorBody>(method, path, body)).body.code
    const taken = { transport: 'tcp', port: listeners[0]!.port }
    expect(await code('POST', `/runs/${id}/listeners`, taken)).toBe('port-in-use-by-run')
    expect(await code('DELETE', `/runs/${id}/listeners/7`)).toBe('unknown-listener')
    expect(await code('DELETE', `/runs/${id}/listeners/1`)).toBe('last-listener')
    expect(await code('DELETE', `/runs/${id}/listeners/0`)).toBe('bad-request')
    for (let count = 2; count <= 8; count++) await api('POST', `/runs/${id}/listeners`, { transport: 'tcp', port: 0 })
    expect(await code('POST', `/runs/${id}/listeners`, { transport: 'tcp', port: 0 })).toBe('too-many-listeners')
    await api('DELETE', `/runs/${id}`)
    expect(await code('POST', `/runs/${id}/listeners`, taken)).toBe('run-not-running')
    expect(await code('POST', '/runs/999/listeners', taken)).toBe('unknown-run')
  })

  it('have an authority to download, and it verifies a TLS listener', async () => {
    const response = await fetch(`${server.url}/api/tls/ca.pem`)
    expect(response.headers.get('content-type')).toContain('application/x-pem-file')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="socket-lab-ca.pem"')
    const ca = await response.text()
    expect(new X509Certificate(ca).ca).toBe(true)
    expect(ca).not.toContain('PRIVATE')
    const run = await api<Run>('POST', '/runs', { program: 'relay', listen: [{ transport: 'tls', port: 0 }] })
    const socket = connectTls({ host: '127.0.0.1', port: run.body.listeners[0]!.port, ca })
    await once(socket, 'secureConnect')
    expect(socket.authorized).toBe(true)
    socket.destroy()
  })

  it('tell TLS on a plain listener, and plain bytes on a TLS listener', async () => {
    const { id, listeners } = await startRelay()
    const lost = connectTls({ host: '127.0.0.1', port: listeners[0]!.port, rejectUnauthorized: false })
    lost.on('error', () => {})
    await until(
      'TLS on a plain listener',
      () => eventsOf(id, 'tls-on-plain-listener'),
      (events) => events.length === 1,
    )
    lost.destroy()
    const added = await api<Run>('POST', `/runs/${id}/listeners`, { transport: 'tls', port: 0 })
    const plain = connect(added.body.listeners[1]!.port, '127.0.0.1')
    plain.on('error', () => {})
    plain.write('bonjour\n')
    const [refused] = await until(
      'a refusal',
      () => eventsOf(id, 'refused'),
      (events) => events.length === 1,
    )
    expect(refused).toMatchObject({ reason: 'not-tls' })
    plain.destroy()
  })
})
