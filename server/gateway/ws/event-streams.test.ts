/** Requests to watch, by real WebSockets: what is asked anew replaces what was asked before. */
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Commands } from '../../commands/execute.ts'
import { openApp, type Tab } from '../../testing/app.ts'
import { startRun, type TestRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { socketTables } from '../../kernel/sockets.ts'
import { BACKLOG } from '#shared/model/constants.ts'
import { StateBroadcast } from './state-broadcast.ts'
import { SocketSampler } from '../../runtime/lab/socket-sampler.ts'
import { SocketTableBroadcast } from './socket-table-broadcast.ts'
import { MALFORMED_IN_A_ROW, REQUESTS_UNDER_WAY, RUNS_WATCHED } from '../turns/limits.ts'
import { Session } from './session.ts'
import { Ticket } from '../../admission/places.ts'
import { Hands } from '../wall/hands.ts'
import { systemClock } from '../../core/system-clock.ts'
import { Follow } from '../wall/follow.ts'
import { Notice } from '../wall/notice.ts'
import { Screen } from '../wall/screen.ts'
import { Turns } from '../turns/turns.ts'

let server: Awaited<ReturnType<typeof openApp>>
let ended: string
let last: number
let room: TestRun

/** A run with so many lines. */
async function spoken(lines: number): Promise<TestRun> {
  const run = await startRun(server.lab, 'relay')
  const [from, to] = [await run.client(), await run.client()]
  await run.participants((states) => states.filter((state) => state === 'open').length === 2)
  for (let n = 0; n < lines; n++) {
    from.say(`${n}\n`)
    if (n % 20 === 0) await turn()
  }
  await run.event('lines', ({ text }) => text.endsWith(`${lines - 1}\n`))
  from.reset()
  to.reset()
  return run
}

beforeAll(async () => {
  server = await openApp()
  room = await spoken(10)
  const before = await spoken(600)
  ended = before.run.id
  await server.lab.stop(ended)
  last = server.lab.view(ended).lastSeq
})
afterAll(() => server.close())

const seqs = (tab: Tab) => tab.events.map(({ seq }) => seq)
/** Waits until the lab has carried out what the tab has said so far. */
async function settled(tab: Tab, ref: number): Promise<void> {
  tab.send({ type: 'type-end', ref, run: ended })
  await tab.receives('failed', (message) => message.ref === ref)
  for (let n = 0; n < 50; n++) await turn()
}

describe('a page that asks to watch', () => {
  it.each(['an ended run', 'a running one'])('%s many times at once is answered to the newest', async (which) => {
    const run = which === 'an ended run' ? ended : room.run.id
    const newest = server.lab.view(run).lastSeq
    const tab = await server.tab()
    for (let n = 0; n < 200; n++) tab.send({ type: 'watch', run, mode: 'all', after: 0 })
    tab.send({ type: 'watch', run, mode: 'all', after: newest - 1 })
    await tab.receives('snapshot', ({ after }) => after === newest - 1)
    await settled(tab, 1)
    const snapshots = tab.all('snapshot')
    expect(snapshots.at(-1)!.after).toBe(newest - 1)
    expect(snapshots.length).toBeLessThan(50)
    const events = () =>
      tab.messages
        .slice(tab.messages.lastIndexOf(snapshots.at(-1)!))
        .flatMap((message) => (message.type === 'events' ? message.events.map(({ seq }) => seq) : []))
    await until('the newest event', events, (seen) => seen.includes(newest))
    expect(events()).toEqual([newest])
    tab.socket.close()
  })

  it('gets everything of what it asks for last', async () => {
    const tab = await server.tab()
    tab.send({ type: 'watch', run: ended, mode: 'all', after: last - 5 })
    tab.send({ type: 'watch', run: ended, mode: 'all', after: 0 })
    await until(
      'the last event',
      () => seqs(tab).at(-1),
      (seq) => seq === last,
    )
    expect(seqs(tab).slice(-last)).toEqual(Array.from({ length: last }, (_, i) => i + 1))
    tab.socket.close()
  })

  it('and turns away hears nothing more', async () => {
    const tab = await server.tab()
    for (let n = 0; n < 20; n++) {
      tab.send({ type: 'watch', run: ended, mode: 'all', after: 0 })
      tab.send({ type: 'unwatch', run: ended })
    }
    await settled(tab, 1)
    const { length } = tab.messages
    await settled(tab, 2)
    expect(tab.messages.slice(length).filter(({ type }) => type !== 'failed')).toEqual([])
    tab.socket.close()
  })

  it('is answered once, though its connection was taken up meanwhile', async () => {
    const tab = await server.tab()
    const { session } = tab.all('welcome')[0]!
    tab.send({ type: 'watch', run: ended, mode: 'all', after: 0 })
    const newer = await server.tab(session)
    await settled(newer, 1)
    expect(newer.all('snapshot')).toEqual([])
    newer.send({ type: 'watch', run: ended, mode: 'all', after: last - 1 })
    await until(
      'its event',
      () => seqs(newer),
      (all) => all.includes(last),
    )
    expect(seqs(newer)).toEqual([last])
    newer.socket.close()
  })

  it('watches so many runs at once, and is told when there are more', async () => {
    const runs: string[] = []
    for (let n = 0; n <= RUNS_WATCHED; n++) {
      const { run } = await startRun(server.lab, 'relay')
      await server.lab.stop(run.id)
      runs.push(run.id)
    }
    const tab = await server.tab()
    for (const run of runs.slice(0, -1)) {
      tab.send({ type: 'watch', run, mode: 'all' })
      await tab.receives('snapshot', (message) => message.run.id === run)
    }
    tab.send({ type: 'watch', run: runs.at(-1)!, mode: 'all' })
    expect((await tab.receives('failed')).error.message).toContain('unwatch one first')
    tab.send({ type: 'watch', run: runs[0]!, mode: 'all', after: 0 })
    await tab.receives('snapshot', (message) => message.run.id === runs[0] && message.after === 0)
    tab.send({ type: 'unwatch', run: runs[0]! })
    tab.send({ type: 'watch', run: runs.at(-1)!, mode: 'all' })
    await tab.receives('snapshot', (message) => message.run.id === runs.at(-1))
    tab.socket.close()
  })

  it('that asks the same thing again after hundreds of others has it done once', async () => {
    const tab = await server.tab()
    const raw = await room.client()
    const id = await tab.join(room.run.id, 'une fois')
    const bytes = Buffer.from('une fois\n').toString('base64')
    const say = { type: 'send', ref: 2, run: room.run.id, participant: id, bytes } as const
    tab.send(say)
    await tab.receives('done', ({ ref }) => ref === 2)
    for (let ref = 3; ref < 510; ref++) tab.send({ type: 'type-end', ref, run: ended })
    await tab.receives('failed', ({ ref }) => ref === 509)
    tab.send(say)
    const failed = await tab.receives('failed', ({ ref }) => ref === 2)
    expect(failed.error.code).toBe('bad-message')
    expect(raw.heard).toBe('une fois\n')
    raw.reset()
    tab.socket.close()
  })
})

describe('a session', () => {
  it('has so many requests under way, and says when there is room again', async () => {
    const { lab } = server
    const failed = (error: unknown): never => {
      throw error
    }
    const kernel = new SocketTableBroadcast(new SocketSampler(lab, socketTables(BACKLOG)))
    const info = (): never => {
      throw new Error('nobody says hello')
    }
    const wall = { add: failed, remove: () => {}, addOwn: () => {}, removeOwn: () => {}, keyOf: () => undefined }
    const hands = new Hands(systemClock, () => [])
    const notice = new Notice(systemClock, () => [])
    const screen = new Screen({ find: () => undefined, pages: () => [] })
    const states = new StateBroadcast(lab)
    const session = new Session(
      {
        lab,
        commands: new Commands(lab),
        states,
        kernel,
        turns: new Turns(),
        wall,
        screen,
        hands,
        notice,
        students: () => [],
        follow: new Follow(() => []),
        info,
        failed,
      },
      1,
      new Ticket({ key: '', most: 1 }, 1, () => {}),
    )
    const room = await startRun(lab, 'relay')
    let rooms = 0
    session.onRoom = () => rooms++
    for (let ref = 1; ref <= REQUESTS_UNDER_WAY; ref++) {
      expect(session.full).toBe(false)
      if (ref % 2 === 0) session.receive({ type: 'join', ref, run: room.run.id, name: `hôte ${ref}` })
      else session.receive({ type: 'join', ref, run: 'none', name: 'nobody' })
    }
    expect(session.full).toBe(true)
    await until(
      'room',
      () => rooms,
      (count) => count === REQUESTS_UNDER_WAY,
    )
    expect(session.full).toBe(false)
    session.expire()
  })
})

describe('malformed messages', () => {
  const closed = (tab: Tab, code: number) =>
    until(
      `close ${code}`,
      () => tab.closed,
      (seen) => seen === code,
    )

  it('close the WebSocket when they come in a row', async () => {
    const tab = await server.tab()
    for (let n = 0; n < 300; n++) tab.socket.send('{')
    await closed(tab, 1008)
    expect(tab.all('failed').length).toBe(MALFORMED_IN_A_ROW - 1)
  })

  it('do not where a good one stands between', async () => {
    const tab = await server.tab()
    for (let round = 0; round < 5; round++) {
      for (let n = 1; n < MALFORMED_IN_A_ROW; n++) tab.socket.send('{')
      tab.send({ type: 'unwatch', run: '1' })
    }
    await settled(tab, 1)
    expect(tab.closed).toBe(null)
    expect(tab.all('failed').length).toBe(5 * (MALFORMED_IN_A_ROW - 1) + 1)
    tab.socket.close()
  })

  it('are not those that ask for what there is not', async () => {
    const tab = await server.tab()
    for (let n = 0; n < 30; n++) tab.send({ type: 'watch', run: `no ${n}`, mode: 'all' })
    await until(
      'all refusals',
      () => tab.all('failed').length,
      (count) => count === 30,
    )
    expect(tab.closed).toBe(null)
    tab.socket.close()
  })
})
