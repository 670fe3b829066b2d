/** REST and WebSocket end in the same lines of a run's journal: what is asked for by either says who asked. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApp } from '../testing/app.ts'
import { startRun } from '../testing/lab.ts'
import type { EventOf } from '#shared/protocol/events.ts'
import type { Run } from '#shared/protocol/model.ts'
import type { ClientMessage } from '#shared/protocol/messages.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  server = await openApp()
})
afterAll(() => server.close())

const api = { address: '127.0.0.1' }
const call = async (method: string, path: string, body?: object): Promise<Run> => {
  const json = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const reply = await fetch(`${server.url}/api${path}`, { method, ...json })
  expect(reply.ok, `${method} ${path}: ${reply.status}`).toBe(true)
  return (reply.status === 204 ? {} : await reply.json()) as Run
}
const lines = async (run: string) => {
  const reply = await fetch(`${server.url}/api/runs/${run}/events?limit=1000`)
  const { events } = (await reply.json()) as { events: EventOf<'stepper'>[] }
  return events.filter((event) => event.by).map(({ kind, by }) => [kind, by])
}

it('a call of the API is known by its address', async () => {
  const { id } = await call('POST', '/runs', { program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
  await call('POST', `/runs/${id}/listeners`, { transport: 'tcp', port: 0 })
  await call('DELETE', `/runs/${id}/listeners/1`)
  await call('DELETE', `/runs/${id}`)
  await call('DELETE', `/runs/${id}`)
  expect(await lines(id)).toEqual(
    ['run-started', 'listening', 'listener-closed', 'run-stopped'].map((kind) => [kind, api]),
  )
})

it('a file that is given, and one that is deleted, likewise', async () => {
  const { run, event } = await startRun(server.lab, 'file-sender')
  for (const name of ['a', 'b']) {
    const headers = { 'content-type': 'application/octet-stream' }
    await fetch(`${server.url}/api/runs/${run.id}/upload?name=${name}`, { method: 'PUT', headers, body: name })
  }
  await call('DELETE', `/runs/${run.id}/files/1`)
  expect(await event('command')).toMatchObject({ command: 'remove-file', file: 1, participant: 0, by: api })
  expect(await lines(run.id)).toEqual([['transfer', api], ['transfer', api], ['command', api]]) // prettier-ignore
})

it('a page is known by its number, and by its participant once it has one', async () => {
  const room = await startRun(server.lab, 'alternating-chat')
  const tab = await server.tab()
  const by = { page: tab.all('welcome')[0]!.page, address: '127.0.0.1' }
  const ask = async (message: ClientMessage & { ref: number }) => {
    tab.send(message)
    await tab.receives('done', ({ ref }) => ref === message.ref)
  }
  const run = room.run.id
  await ask({ type: 'type', ref: 50, run, bytes: Buffer.from('x\n').toString('base64') })
  const ana = await tab.join(run, 'ana')
  await ask({ type: 'type-end', ref: 60, run })
  await ask({ type: 'send', ref: 61, run, participant: ana, bytes: Buffer.from('y\n').toString('base64') })
  await ask({ type: 'close', ref: 62, run, participant: ana, how: 'full' })
  await room.event('closed')
  const named = { ...by, name: 'ana' }
  expect(await lines(run)).toEqual([['command', by], ['connected', named], ['command', named]]) // prettier-ignore
})

it('what both can ask for leaves the same line, but for the page', async () => {
  const room = await startRun(server.lab, 'relay')
  const tab = await server.tab()
  for (const _ of [1, 2]) await room.client()
  await room.event('connected', ({ participant }) => participant === 2)
  tab.send({ type: 'disconnect', ref: 1, run: room.run.id, participant: 1, how: 'rst' })
  await tab.receives('done')
  await call('POST', `/runs/${room.run.id}/participants/2/disconnect`, { how: 'rst' })
  const of = (who: number) => room.event('disconnect', ({ participant }) => participant === who)
  const [byPage, byApi] = [await of(1), await of(2)]
  expect(byPage.by).toEqual({ page: tab.all('welcome')[0]!.page, ...byApi.by })
  expect(Object.keys(byPage)).toEqual(Object.keys(byApi))
})
