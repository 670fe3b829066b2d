/** Deleting a run over REST, and what pages that are open are told. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import type { ErrorBody } from '#shared/errors/codes.ts'
import type { Kept } from '#shared/protocol/kept.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  server = await openApp()
})
afterAll(() => server.close())

const kept = async (): Promise<Kept> => (await (await fetch(`${server.url}/api/kept`)).json()) as Kept
const erase = (id: string) => fetch(`${server.url}/api/runs/${id}/kept`, { method: 'DELETE' })

it('deletes a run once it has ended, and tells the pages, those that watch it among them', async () => {
  const room = await startRun(server.lab, 'relay')
  const { id } = room.run
  const peer = await room.client()
  peer.say('bonjour\n')
  const tab = await server.tab()
  tab.send({ type: 'watch', run: id, mode: 'latest', after: 0 })
  await tab.receives('snapshot')
  const early = await erase(id)
  expect([early.status, ((await early.json()) as ErrorBody).code]).toEqual([409, 'run-goes-on'])
  await server.lab.stop(id)
  expect(await kept()).toMatchObject({ days: 30, limit: null, runs: 1 })
  expect((await erase(id)).status).toBe(204)
  await tab.receives('runs', ({ erased }) => erased?.includes(id) === true)
  expect(await kept()).toMatchObject({ runs: 0, bytes: 0 })
  for (const path of ['', '/events', '/participants', '/files', '/export?format=text']) {
    expect((await fetch(`${server.url}/api/runs/${id}${path}`)).status, path).toBe(404)
  }
  expect((await erase(id)).status).toBe(404)
  // The page goes on: what it watched is no trouble to it.
  tab.send({ type: 'watch', run: id, mode: 'latest' })
  await tab.receives('failed', ({ error }) => error.code === 'unknown-run')
  const next = await startRun(server.lab, 'relay')
  await tab.receives('runs', ({ runs }) => runs.some((run) => run.id === next.run.id))
})
