import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { PROTOCOL } from '#shared/model/constants.ts'
import { openApp, Tab } from '../../testing/app.ts'
import { startRun, type TestRun } from '../../testing/lab.ts'
import { RawClient, until } from '../../testing/raw-client.ts'

let server: Awaited<ReturnType<typeof openApp>>
let room: TestRun

beforeAll(async () => {
  server = await openApp()
  room = await startRun(server.lab, 'relay')
})
afterAll(() => server.close())

const seqs = (tab: Tab) => tab.events.map((event) => event.seq)
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i)
const lastSeq = () => server.lab.view(room.run.id).lastSeq

describe('a browser tab', () => {
  it('joins, speaks, and is heard byte for byte; hears of others by events', async () => {
    const tab = await server.tab()
    const raw = await room.client()
    tab.send({ type: 'watch', run: room.run.id, mode: 'all', after: 0 })
    const ana = await tab.join(room.run.id, 'ana')
    await tab.say(room.run.id, ana, 'bonjour à tous\n')
    await until(
      'the line',
      () => raw.heard,
      (heard) => Buffer.from(heard, 'latin1').toString() === 'bonjour à tous\n',
    )
    raw.say('salut\n')
    await until(
      'the answer',
      () => tab.events.map((event) => event.text),
      (texts) => texts.includes('salut\n'),
    )
    expect(seqs(tab)).toEqual(upTo(seqs(tab).length))
    // By the snapshot, where the join was quicker than it.
    const named = tab.messages.findIndex(
      (one) =>
        (one.type === 'participants' || one.type === 'snapshot') && one.participants.some(({ id }) => id === ana),
    )
    const event = tab.messages.findIndex(
      (one) => one.type === 'events' && one.events.some(({ participant }) => participant === ana),
    )
    expect(named).toBeGreaterThan(-1)
    expect(named).toBeLessThan(event)
    tab.socket.close()
    raw.socket.destroy()
  })

  it('resumes after any event, without loss or doubling', async () => {
    const raw = await room.client()
    await room.event('connected', (event) => event.address.endsWith(`:${raw.port}`))
    for (let n = 0; n < 30; n++) raw.say(`${n}\n`)
    await room.event('lines', (event) => event.text.endsWith('29\n'))
    const from = Math.max(1, lastSeq() - 3)
    const tab = await server.tab()
    tab.send({ type: 'watch', run: room.run.id, mode: 'all', after: from })
    const snapshot = await tab.receives('snapshot')
    expect(snapshot).toMatchObject({ after: from, run: { id: room.run.id } })
    await until(
      'the rest',
      () => seqs(tab),
      (all) => all.at(-1) === lastSeq(),
    )
    expect(seqs(tab)).toEqual(upTo(lastSeq(), from + 1))
    tab.socket.close()
    raw.socket.destroy()
  })

  it('is told openly when it asks for the future', async () => {
    const tab = await server.tab()
    tab.send({ type: 'watch', run: room.run.id, mode: 'latest', after: 1_000_000 })
    const resync = await tab.receives('resync')
    expect(resync.seq).toBeLessThan(1_000_000)
    await tab.receives('snapshot', (message) => message.after === resync.seq)
    tab.socket.close()
  })

  it('gets what a flood skipped announced with `latest`, and everything with `all`', async () => {
    const flooded = await startRun(server.lab, 'relay')
    const [latest, all] = [await server.tab(), await server.tab()]
    latest.send({ type: 'watch', run: flooded.run.id, mode: 'latest', after: 0 })
    all.send({ type: 'watch', run: flooded.run.id, mode: 'all', after: 0 })
    await latest.receives('snapshot')
    const raw = await RawClient.connect(flooded.port)
    const count = 6000
    for (let n = 0; n < count; n++) {
      raw.say(`${n}\n`)
      if (n % 50 === 0) await new Promise((done) => setImmediate(done))
    }
    await flooded.event('lines', (event) => event.text.endsWith(`${count - 1}\n`))
    const last = server.lab.view(flooded.run.id).lastSeq
    for (const tab of [latest, all])
      await until(
        'the newest',
        () => seqs(tab).at(-1),
        (seq) => seq === last,
      )
    expect(seqs(all)).toEqual(upTo(last))
    const skipped = latest.all('skipped').flatMap(({ from, to }) => upTo(to, from))
    expect([...skipped, ...seqs(latest)].sort((a, b) => a - b)).toEqual(upTo(last))
    for (const tab of [latest, all]) tab.socket.close()
    raw.socket.destroy()
  })

  it('takes its participants up again after a reload, and says each thing once however often it asks', async () => {
    const raw = await room.client()
    await room.participants((states) => states.includes('open'))
    const before = await server.tab()
    const { session } = before.all('welcome')[0]!
    const bea = await before.join(room.run.id, 'bea')
    await before.say(room.run.id, bea, 'avant\n', 7)
    before.socket.close(1001)
    await until(
      'the close',
      () => before.closed,
      (code) => code !== null,
    )
    const after = await server.tab(session)
    expect(after.all('welcome')[0]).toMatchObject({
      resumed: true,
      mine: [{ participant: bea, name: 'bea', ended: false }],
    })
    await after.say(room.run.id, bea, 'avant\n', 7)
    await after.say(room.run.id, bea, 'après\n', 8)
    await until(
      'both lines',
      () => Buffer.from(raw.heard, 'latin1').toString(),
      (heard) => heard === 'avant\naprès\n',
    )
    raw.socket.destroy()
    after.socket.close()
  })

  it('yields to a newer connection of the same session', async () => {
    const first = await server.tab()
    const second = await server.tab(first.all('welcome')[0]!.session)
    await until(
      'the close',
      () => first.closed,
      (code) => code === 4009,
    )
    expect(second.all('welcome')[0]!.resumed).toBe(true)
    second.socket.close()
  })

  it('may not speak for others', async () => {
    const [one, two] = [await server.tab(), await server.tab()]
    const id = await one.join(room.run.id, 'zoe')
    two.send({ type: 'send', ref: 1, run: room.run.id, participant: id, bytes: 'YQo=' })
    expect((await two.receives('failed')).error.code).toBe('not-yours')
    two.send({ type: 'join', ref: 2, run: room.run.id, name: 'Zoé' })
    expect((await two.receives('failed', (message) => message.ref === 2)).error.code).toBe('name-taken')
    one.socket.close()
    two.socket.close()
  })

  it.each([
    ['{"type":"join","ref":41,"run":7}', 41],
    ['{"type":"dance","ref":42}', 42],
    ['{"type":"join","ref":"43"}', null],
    ['null', null],
  ])('answers a malformed message with the ref that it has: %s', async (message, ref) => {
    const tab = await server.tab()
    tab.socket.send(message)
    expect(await tab.receives('failed')).toMatchObject({ ref, error: { code: 'bad-message' } })
    tab.socket.close()
  })

  it('can half-close and go on hearing', async () => {
    const tab = await server.tab()
    const raw = await room.client()
    const id = await tab.join(room.run.id, 'half')
    tab.send({ type: 'close', ref: 50, run: room.run.id, participant: id, how: 'half' })
    await tab.receives('done', (message) => message.ref === 50)
    await room.event('ended', (event) => event.participant === id)
    raw.say('tu entends ?\n')
    const heard = () =>
      room.lab
        .live(room.run.id)!
        .participants()
        .find((one) => one.id === id)!.received.lines
    await until('it heard', heard, (lines) => lines > 0)
    tab.send({ type: 'close', ref: 51, run: room.run.id, participant: id, how: 'full' })
    await tab.receives('left', (message) => message.participant === id)
    tab.socket.close()
    raw.socket.destroy()
  })
})

describe('the edge', () => {
  let lives = 0

  it.each([
    '{',
    '[]',
    '{"type":"nope"}',
    '{"type":"watch","run":"1","mode":"all","__proto__":{"x":1},"y":2}',
    '{"type":"join","ref":0,"run":"1","name":"a"}',
  ])('refuses %s and lives on', async (text) => {
    const tab = await server.tab()
    tab.socket.send(text)
    expect((await tab.receives('failed')).error.code).toBe('bad-message')
    await tab.join(room.run.id, `vivant ${++lives}`)
    tab.socket.close()
  })

  it.each([
    ['a frame over 64 KiB', (socket: WebSocket) => socket.send('x'.repeat(65_537)), 1009],
    ['a binary frame', (socket: WebSocket) => socket.send(Buffer.from('x')), 1003],
  ])('closes on %s', async (_, send, code) => {
    const tab = await server.tab()
    send(tab.socket)
    await until(
      'the close',
      () => tab.closed,
      (seen) => seen === code,
    )
  })

  it('wants hello first', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/ws`)
    const tab = new Tab(socket)
    await until(
      'open',
      () => socket.readyState,
      (state) => state === WebSocket.OPEN,
    )
    tab.send({ type: 'watch', run: room.run.id, mode: 'all' })
    expect((await tab.receives('failed')).error.code).toBe('bad-message')
    socket.close()
  })

  it('asks a page that speaks another version to load itself anew', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/ws`)
    const tab = new Tab(socket)
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', protocol: 1 })))
    expect(await tab.receives('reload')).toEqual({ type: 'reload', protocol: PROTOCOL })
    expect(tab.all('failed')).toEqual([])
    tab.socket.close()
  })
})
