/** All runs stop at once, and each says who asked. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApp } from '../testing/app.ts'
import { startRun } from '../testing/lab.ts'
import { until } from '../testing/raw-client.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeEach(async () => {
  server = await openApp()
})
afterEach(() => server.close())

describe('stopping all', () => {
  it('ends every run, frozen ones too, and is answered when the last has stopped', async () => {
    const tab = await server.tab()
    const rooms = [await startRun(server.lab, 'relay'), await startRun(server.lab, 'line-server')]
    const [client] = [await rooms[0]!.client()]
    await rooms[0]!.event('connected')
    server.lab.freeze(rooms[0]!.run.id, true, { address: '127.0.0.1' })
    await until('the freeze', () => server.lab.live(rooms[0]!.run.id)!.live().frozen, Boolean)
    client.say('unread\n')
    tab.send({ type: 'stop-all', ref: 900 })
    await tab.receives('done', ({ ref }) => ref === 900)
    for (const { run } of rooms) expect(server.lab.view(run.id).state).toBe('stopped')
    for (const room of rooms) {
      const stops = (await room.events()).filter(({ kind }) => kind === 'run-stopped')
      expect(stops).toMatchObject([{ by: { page: tab.all('welcome')[0]!.page } }])
    }
    expect((await startRun(server.lab, 'relay')).run.state).toBe('running')
  })
})
