/** The end of a lab, in a real process: whatever would hold it up, it is over in time, with all that anybody saw. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { Tab } from '../testing/app.ts'
import { Child } from '../testing/child.ts'
import { StubbornClient } from '../testing/http.ts'
import { dataFolder, ENV, flags, MAIN, pageOf, START_MS } from '../testing/lab-command.ts'
import { greeting } from '../testing/load/frames.ts'
import { RawClient, until } from '../testing/raw-client.ts'
import type { EventPage } from '#shared/protocol/rest.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import type { Run } from '#shared/protocol/model.ts'

/** What the lab promises (docs/reliability.md), and what a busy machine may add. */
const END_MS = 10_000 + 2000
/** Where nothing but pages and connections of the page's port are left: 1 s for them, and what a busy machine may add. */
const SOON_MS = 5000
vi.setConfig({ testTimeout: 3 * START_MS })

let lab: Child
let data: string
let url: string
let port: number

beforeEach(async () => {
  data = dataFolder()
  lab = new Child(process.execPath, [MAIN, ...flags(data), '--program', 'none'], ENV)
  url = await pageOf({ child: lab })
  port = Number(new URL(url).port)
})

const start = async (body: object): Promise<Run> => {
  const answer = await fetch(`${url}/api/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(201)
  return (await answer.json()) as Run
}
const relay = (): Promise<Run> => start({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })

/** A bare connection to a port of the lab, which is destroyed with the test. */
async function bare(to: number, first: string | Uint8Array = ''): Promise<Socket> {
  const socket = connect(to, '127.0.0.1').on('error', () => {})
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(first)
  return socket
}

/** SIGTERM, and the end in time, which must be a good one. */
async function terminated(most: number): Promise<void> {
  const begun = performance.now()
  lab.process.kill('SIGTERM')
  expect(await lab.exit(), lab.err).toBe(0)
  expect(performance.now() - begun).toBeLessThan(most)
}

/** All events of a run, asked of a lab that has the same journal. */
async function eventsAfterwards(run: string): Promise<EventPage['events']> {
  const next = new Child(process.execPath, [MAIN, ...flags(data), '--program', 'none'], ENV)
  const again = await pageOf({ child: next })
  const { events } = (await (await fetch(`${again}/api/runs/${run}/events?limit=1000`)).json()) as EventPage
  next.process.kill('SIGTERM')
  await next.exit()
  return events
}

/** A page that says hello and then, like a laptop asleep, neither reads nor answers anything. */
async function asleep(): Promise<Socket> {
  const socket = await bare(port, greeting(port))
  await once(socket, 'data')
  socket.pause()
  return socket
}

describe('SIGTERM', () => {
  it('stops the runs first, then tells pages 1001; one that is asleep is not waited for', async () => {
    const run = await relay()
    const tab = await Tab.open(port)
    tab.send({ type: 'watch', run: run.id, mode: 'all' })
    await tab.receives('snapshot')
    const me = await tab.join(run.id, 'Ana')
    await tab.say(run.id, me, 'bonjour\n')
    const sleepers = await Promise.all(Array.from({ length: 3 }, asleep))
    await terminated(SOON_MS)
    expect(tab.closed).toBe(1001)
    expect(tab.events.at(-1)?.kind).toBe('run-stopped')
    const kept = await eventsAfterwards(run.id)
    expect(kept.slice(-tab.events.length).map(({ seq, kind }) => [seq, kind])).toEqual(
      tab.events.map(({ seq, kind }) => [seq, kind]),
    )
    expect(sleepers.every((socket) => socket.isPaused())).toBe(true)
  })

  it('is waited for no longer at a second one', async () => {
    const run = await relay()
    const deaf = await RawClient.connect(run.listeners[0]!.port, { reading: false })
    const sender = await RawClient.connect(run.listeners[0]!.port)
    onTestFinished(() => [deaf, sender].forEach(({ socket }) => socket.destroy()))
    // More than the kernel takes for one that does not read.
    for (let n = 0; n < 1000; n++) sender.say(`${'x'.repeat(9999)}\n`)
    await until(
      'what waits',
      async () => (await (await fetch(`${url}/api/runs/${run.id}/events?filter=kind:blocked`)).json()) as EventPage,
      ({ events }) => events.length > 0,
    )
    lab.process.kill('SIGTERM')
    await lab.says('Ctrl+C once more ends at once')
    lab.process.kill('SIGTERM')
    expect(await lab.exit()).toBe(143)
  })

  it('gives up TLS handshakes under way', async () => {
    const run = await start({ program: 'relay', listen: [{ transport: 'tls', port: 0 }] })
    const shaking = await Promise.all(Array.from({ length: 20 }, () => bare(run.listeners[0]!.port)))
    // Half of a ClientHello: a record of 512 bytes of which five come.
    for (const socket of shaking.slice(0, 10)) socket.write(Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3]))
    await fetch(`${url}/api/health`) // by then the lab has accepted them
    await terminated(SOON_MS)
  })

  it('closes idle and half-read connections of the page’s port', async () => {
    const own = `Host: 127.0.0.1:${port}\r\n`
    const first = [
      '',
      `GET /api/health HTTP/1.1\r\n${own}\r\n`,
      `GET /api/hea`,
      `POST /api/runs HTTP/1.1\r\n${own}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
      `GET /nowhere HTTP/1.1\r\n${own}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    ]
    await Promise.all(first.flatMap((text) => Array.from({ length: 5 }, () => bare(port, text))))
    await terminated(SOON_MS)
  })

  it('is over in time under load: pages, a flood into who does not read, a download not read, an upload that drips', async () => {
    const run = await relay()
    const sender = await start({ program: 'file-sender', listen: [{ transport: 'tcp', port: 0 }] })
    const upload = `${url}/api/runs/${sender.id}/upload?name=`
    const given = await fetch(`${upload}large`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: randomBytes(20_000_000),
    })
    const { id } = (await given.json()) as FileView
    const download = await StubbornClient.get(port, `/api/runs/${sender.id}/files/${id}`)
    expect(await download.status()).toBe(200)
    const dripping = await bare(
      port,
      `PUT /api/runs/${sender.id}/upload?name=slow HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
        'Content-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n',
    )
    const drip = setInterval(() => dripping.write('x'), 20)
    onTestFinished(() => clearInterval(drip))

    const tabs = await Promise.all(Array.from({ length: 50 }, () => Tab.open(port)))
    for (const tab of tabs) tab.send({ type: 'watch', run: run.id, mode: 'latest' })
    await Promise.all(tabs.map((tab) => tab.receives('snapshot')))
    const deaf = await RawClient.connect(run.listeners[0]!.port, { reading: false })
    const flooding = await RawClient.connect(run.listeners[0]!.port)
    const flood = Buffer.alloc(65_536, `${'x'.repeat(99)}\n`)
    const more = (): void =>
      void (flooding.socket.write(flood) ? setImmediate(more) : flooding.socket.once('drain', more))
    more()
    onTestFinished(() => {
      for (const { socket } of [deaf, flooding, download]) socket.destroy()
    })
    await until(
      'the flood to stand still',
      () => tabs[0]!.events.some(({ kind }) => kind === 'blocked'),
      Boolean,
      30_000,
    )
    await terminated(END_MS)
    await until(
      'the close of all',
      () => tabs.map(({ closed }) => closed),
      (codes) => codes.every(Boolean),
    )
    expect(new Set(tabs.map(({ closed }) => closed))).toEqual(new Set([1001]))
    const seen = tabs[0]!.events.at(-1)!
    const next = new Child(process.execPath, [MAIN, ...flags(data), '--program', 'none'], ENV)
    const again = await pageOf({ child: next })
    const after = `after=${seen.seq - 1}&limit=1000`
    const kept = (await (await fetch(`${again}/api/runs/${run.id}/events?${after}`)).json()) as EventPage
    expect(kept.events[0]).toMatchObject({ seq: seen.seq, kind: seen.kind })
    expect(kept.events.at(-1)?.kind).toBe('run-stopped')
    next.process.kill('SIGTERM')
    expect(await next.exit()).toBe(0)
  })
})
