/** Stopping and freezing by REST: as a page does it, and only who may. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { Roles } from './roles.ts'

let server: Awaited<ReturnType<typeof openApp>>
const open = async (options: Parameters<typeof openApp>[2] = {}) => (server = await openApp({}, undefined, options))
beforeEach(() => open())
afterEach(() => server.close())

const post = async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const type = body !== undefined && { 'content-type': 'application/json' }
  const reply = await fetch(`${server.url}/api${path}`, {
    method: 'POST',
    headers: { ...type, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}

describe('POST /api/stop-all', () => {
  it('stops every run, frozen ones too, says how many, and lets others start', async () => {
    const rooms = [await startRun(server.lab, 'relay'), await startRun(server.lab, 'udp-receiver')]
    expect((await post('/freeze', { frozen: true })).status).toBe(200)
    expect(await post('/stop-all')).toEqual({ status: 200, body: { stopped: 2 } })
    for (const room of rooms) {
      expect(server.lab.view(room.run.id).state).toBe('stopped')
      expect((await room.events()).at(-1)).toMatchObject({ kind: 'run-stopped', by: { address: '127.0.0.1' } })
    }
    expect(await post('/stop-all')).toEqual({ status: 200, body: { stopped: 0 } })
    expect((await startRun(server.lab, 'relay')).run.state).toBe('running')
  })
})

describe('POST /api/freeze', () => {
  it('freezes every run, those started meanwhile too, until it lets go; nothing is lost, and the journal says who asked', async () => {
    const room = await startRun(server.lab, 'relay')
    const [ana, bob] = [await room.client(), await room.client()]
    await room.participants((all) => all.length === 2)
    const frozen = await post('/freeze', { frozen: true })
    expect(frozen.body['frozenSince']).toBeCloseTo(Date.now(), -5)
    await until('the freeze', () => server.lab.live(room.run.id)!.live().frozen, Boolean)
    ana.say('unread\n')
    const later = await startRun(server.lab, 'relay')
    await until('the freeze of the later one', () => server.lab.live(later.run.id)!.live().frozen, Boolean)
    expect(bob.heard).toBe('')
    expect((await post('/freeze', { frozen: false })).body).toEqual({ frozenSince: null })
    await until(
      'the line',
      () => bob.heard,
      (heard) => heard === 'unread\n',
    )
    const told = (await room.events()).filter(({ kind }) => kind === 'freeze')
    expect(told).toMatchObject([
      { frozen: true, by: { address: '127.0.0.1' } },
      { frozen: false, by: { address: '127.0.0.1' } },
    ])
  })
})

describe('POST /api/runs/:id/freeze', () => {
  it('freezes that run alone', async () => {
    const [room, other] = [await startRun(server.lab, 'relay'), await startRun(server.lab, 'relay')]
    expect(await post(`/runs/${room.run.id}/freeze`, { frozen: true })).toMatchObject({
      status: 200,
      body: { id: room.run.id, state: 'running' },
    })
    await until('the freeze', () => server.lab.live(room.run.id)!.live().frozen, Boolean)
    expect(server.lab.live(other.run.id)!.live().frozen).toBeUndefined()
    await post(`/runs/${room.run.id}/freeze`, { frozen: false })
    await until(
      'the end of the freeze',
      () => server.lab.live(room.run.id)!.live().frozen,
      (since) => since === undefined,
    )
  })

  it('refuses what is no run, no live run, or no such body', async () => {
    const room = await startRun(server.lab, 'relay')
    expect(await post('/runs/none/freeze', { frozen: true })).toMatchObject({ status: 404 })
    for (const body of [{}, { frozen: 'true' }, { frozen: null }, { frozen: true, run: '1' }])
      expect((await post('/freeze', body)).status).toBe(400)
    await post('/stop-all')
    expect(await post(`/runs/${room.run.id}/freeze`, { frozen: true })).toMatchObject({
      status: 409,
      body: { code: 'run-not-running' },
    })
  })
})

it('is the teacher’s where there are roles', async () => {
  await server.close()
  await open({ roles: new Roles('student', { lab: '0123456789ab', secret: 'right' }) })
  const { run } = await startRun(server.lab, 'relay')
  const wanted: [string, unknown][] = [
    ['/stop-all', undefined],
    ['/freeze', { frozen: true }],
    [`/runs/${run.id}/freeze`, { frozen: true }],
  ]
  for (const [path, body] of wanted)
    expect(await post(path, body)).toMatchObject({ status: 403, body: { code: 'teacher-only' } })
  expect(server.lab.view(run.id).state).toBe('running')
  const { key } = (await post('/teacher', { secret: 'right' })).body
  const teacher = { authorization: `Bearer ${String(key)}` }
  for (const [path, body] of wanted.reverse()) expect((await post(path, body, teacher)).status).toBe(200)
  expect(server.lab.view(run.id).state).toBe('stopped')
})
