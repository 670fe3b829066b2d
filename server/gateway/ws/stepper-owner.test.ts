/** A relay that a page holds: who holds it is told to everybody, and it goes on when that page has gone. */
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { openApp, type Tab } from '../../testing/app.ts'
import { startRun, type TestRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import type { StepperState } from '#shared/protocol/stepper.ts'

let clock: ManualClock
let server: Awaited<ReturnType<typeof openApp>>
let room: TestRun
/** Beyond those that a tab gives itself. */
let ref = 1000
beforeEach(async () => {
  clock = new ManualClock()
  server = await openApp({}, undefined, { clock })
  room = await startRun(server.lab, 'relay')
})
afterEach(() => server.close())

const select = () => server.lab.live(room.run.id)!.live().select!
const sessionOf = (tab: Tab): string => tab.all('welcome')[0]!.session
const pageOf = (tab: Tab): number => tab.all('welcome')[0]!.page

async function ask(tab: Tab, state: StepperState): Promise<void> {
  const own = ++ref
  tab.send({ type: 'set-stepper', ref: own, run: room.run.id, state })
  await tab.receives('done', (message) => message.ref === own)
  await until(
    'its stepper',
    () => select().state,
    (now) => now === state,
  )
}

/** The tab is closed, and the lab has seen it. */
async function leave(tab: Tab, code: 1001 | 4000 = 1001): Promise<void> {
  tab.socket.close(code)
  await until(
    'a closed tab',
    () => tab.closed,
    (now) => now !== null,
  )
}

const states = async () =>
  (await room.events()).flatMap((event) => (event.kind === 'stepper' ? [[event.state, event.by.page, event.gone]] : []))

describe('a relay that a page holds', () => {
  it('says who holds it: by the name of its participant, else by its page', async () => {
    const [ana, onlooker] = [await server.tab(), await server.tab()]
    await ana.join(room.run.id, 'ana')
    onlooker.send({ type: 'watch', run: room.run.id, mode: 'all', after: 0 })
    await onlooker.receives('snapshot')
    await ask(ana, 'paused')
    const by = { page: pageOf(ana), name: 'ana', address: '127.0.0.1' }
    expect(select().by).toEqual(by)
    await onlooker.receives('live', ({ live }) => live.select?.by?.name === 'ana')
    expect(await room.event('stepper')).toMatchObject({ participant: 0, state: 'paused', by })
    await ask(onlooker, 'stepping')
    expect(select().by).toEqual({ page: pageOf(onlooker), address: '127.0.0.1' })
    await ask(onlooker, 'running')
    expect(select().by).toBeNull()
    expect((await states()).map(([state]) => state)).toEqual(['paused', 'stepping', 'running'])
  })

  it.each([
    ['closed', 1001],
    ['cut off', 4000],
  ] as const)('goes on when that page has been %s for 30 s, and says so', async (_, code) => {
    const tab = await server.tab()
    const page = pageOf(tab)
    await ask(tab, 'paused')
    await leave(tab, code)
    clock.advance(29_900)
    expect(select().state).toBe('paused')
    clock.advance(200)
    await until(
      'it to go on',
      () => select().state,
      (state) => state === 'running',
    )
    expect(select().by).toBeNull()
    expect(await states()).toEqual([
      ['paused', page, undefined],
      ['running', page, true],
    ])
  })

  it.each([
    ['while its session lives', 3000],
    ['after its session has expired', 20_000],
  ])('stays paused by a page that is reloaded %s', async (_, ms) => {
    const tab = await server.tab()
    await ask(tab, 'paused')
    await leave(tab)
    clock.advance(ms)
    const again = await server.tab(sessionOf(tab))
    expect(pageOf(again)).toBe(pageOf(tab))
    for (let pings = 0; pings < 6; pings++) {
      const pinged = once(again.socket, 'ping')
      clock.advance(10_000)
      await pinged
      await ask(again, 'paused') // its pong comes before that
    }
    await ask(again, 'stepping')
    expect(select().by?.page).toBe(pageOf(tab))
    await leave(again)
    clock.advance(30_001)
    await until(
      'it to go on',
      () => select().state,
      (state) => state === 'running',
    )
  })

  it('belongs to the page that took it up last, whatever becomes of the first', async () => {
    const [one, two] = [await server.tab(), await server.tab()]
    await ask(one, 'paused')
    await ask(two, 'paused')
    await until(
      'the second to have it',
      () => select().by?.page,
      (page) => page === pageOf(two),
    )
    await leave(one)
    clock.advance(60_000)
    const three = await server.tab()
    await three.join(room.run.id, 'c')
    expect(select().state).toBe('paused')
    expect(await states()).toHaveLength(2)
    await leave(two)
    clock.advance(30_001)
    await until(
      'it to go on',
      () => select().state,
      (state) => state === 'running',
    )
  })

  it('is told once, however often it is asked for', async () => {
    const tab = await server.tab()
    await ask(tab, 'paused')
    await ask(tab, 'paused')
    await ask(tab, 'running')
    await ask(tab, 'running')
    expect(await states()).toHaveLength(2)
  })
})

describe('a participant', () => {
  it('is disconnected by a page, and by REST, each with who asked', async () => {
    const tab = await server.tab()
    const [ana, bob] = [await tab.join(room.run.id, 'ana'), await tab.join(room.run.id, 'bob')]
    tab.send({ type: 'disconnect', ref: 900, run: room.run.id, participant: ana, how: 'rst' })
    await tab.receives('done', (message) => message.ref === 900)
    await tab.receives('left', ({ participant }) => participant === ana)
    const by = { page: pageOf(tab), name: 'bob', address: '127.0.0.1' }
    expect(await room.event('closed')).toMatchObject({ participant: ana, reason: 'disconnected', how: 'rst', by })

    const post = (who: number | string, body: object) =>
      fetch(`${server.url}/api/runs/${room.run.id}/participants/${who}/disconnect`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await post(bob, { how: 'fin' })).status).toBe(200)
    await tab.receives('left', ({ participant }) => participant === bob)
    expect(await room.event('closed', ({ participant }) => participant === bob)).toMatchObject({
      by: { address: '127.0.0.1' },
      how: 'fin',
    })
    const again = await post(bob, { how: 'fin' })
    expect([again.status, await again.json()]).toMatchObject([404, { code: 'unknown-participant' }])
    expect((await post(bob, { how: 'axe' })).status).toBe(400)
    expect((await post(bob, {})).status).toBe(400)
    expect((await post(0, { how: 'fin' })).status).toBe(400)
  })
})
