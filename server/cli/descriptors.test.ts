/** A lab that may open few descriptors: whoever takes all of the programs' leaves the page alone, and the reverse. */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Tab } from '../testing/app.ts'
import { Child } from '../testing/child.ts'
import { hears, RawClient, until } from '../testing/raw-client.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { EventPage, RunList } from '#shared/protocol/rest.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
/** 256 are reserved; of the other 144 each part has 36 that are its own. One of the programs' is the listener's. */
const ULIMIT = 400
const LEFT = 107
const START_MS = 60_000
vi.setConfig({ testTimeout: 3 * START_MS })

interface Lab {
  readonly child: Child
  readonly url: string
  readonly webPort: number
  readonly port: number
  readonly run: string
}

async function start(): Promise<Lab> {
  const data = mkdtempSync(join(tmpdir(), 'socket-lab-descriptors-'))
  const flags = ['--port', '0', '--web-port', '0', '--data', data]
  const child = new Child('sh', ['-c', `ulimit -n ${ULIMIT}; exec "$@"`, 'sh', process.execPath, MAIN, ...flags], {
    LC_ALL: 'C',
  })
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  const found = () => /(http:\/\/\S+)/.exec(child.out)?.[1]
  await until('an address', found, Boolean, START_MS)
  const url = found()!
  const { runs } = (await (await fetch(`${url}/api/runs`)).json()) as RunList
  const [{ id, listeners }] = runs as [RunList['runs'][number]]
  return { child, url, webPort: Number(new URL(url).port), port: listeners[0]!.port, run: id }
}

/** So many connections, one after the other; each is either there or gone again when the next one comes. */
async function flood(port: number, count: number, localAddress = '127.0.0.1'): Promise<Socket[]> {
  const sockets: Socket[] = []
  for (let n = 0; n < count; n++) {
    const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {})
    socket.resume()
    sockets.push(socket)
    await new Promise((done) => socket.once('connect', done).once('close', done))
  }
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
  return sockets
}

/** As many pages as this address may have. */
async function openAll(port: number, localAddress: string): Promise<Tab[]> {
  const tabs: Tab[] = []
  for (;;) {
    const tab = await Tab.open(port, undefined, port, localAddress).catch(() => null)
    if (tab === null) return tabs
    tabs.push(tab)
  }
}

async function eventsOf({ url, run }: Lab): Promise<LabEvent[]> {
  const answer = await fetch(`${url}/api/runs/${run}/events?limit=1000`)
  return ((await answer.json()) as EventPage).events
}

/** Connections that events of this kind tell of. */
const countOf = (events: LabEvent[], kind: 'connected' | 'refused'): number =>
  events.reduce((sum, event) => sum + (event.kind !== kind ? 0 : event.kind === 'refused' ? (event.count ?? 1) : 1), 0)

describe('a lab short of descriptors', () => {
  it('keeps page, journal and joins when raw clients take all they can, and tells of each that it refused', async () => {
    const lab = await start()
    const sockets = await flood(lab.port, 300)
    const told = await until(
      'a word of each connection',
      () => eventsOf(lab),
      (events) => countOf(events, 'connected') + countOf(events, 'refused') === 300,
    )
    const refused = told.filter((event) => event.kind === 'refused')
    expect(new Set(refused.map((event) => event.reason))).toEqual(new Set(['descriptors']))
    expect(countOf(told, 'refused')).toBe(300 - LEFT)
    expect(sockets.filter(({ destroyed }) => !destroyed)).toHaveLength(LEFT)

    expect((await fetch(`${lab.url}/api/health`)).status).toBe(200)
    const tab = await Tab.open(lab.webPort)
    const ana = await tab.join(lab.run, 'ana')
    await tab.say(lab.run, ana, 'bonjour\n')
    await until(
      'her line in the journal',
      () => eventsOf(lab),
      (events) => events.some(({ kind, participant }) => kind === 'lines' && participant === ana),
    )
    // A place that is given back is the next one's.
    sockets.find(({ destroyed }) => !destroyed)!.resetAndDestroy()
    await until(
      'its end',
      () => eventsOf(lab),
      (events) => events.some(({ kind }) => kind === 'closed'),
    )
    const late = await RawClient.connect(lab.port)
    late.say('salut\n')
    await until(
      'its line',
      () => eventsOf(lab),
      (events) => events.some((event) => event.kind === 'lines' && event.text === 'salut\n'),
    )
    late.socket.destroy()
    tab.socket.terminate()
  })

  it('lets raw clients in when others take all of the page, and answers 503 there', async () => {
    const lab = await start()
    // One address has half of it, two have all but what the test's own connections take. Pages, since a connection that asks
    // for nothing is closed in time.
    const tabs: Tab[] = []
    for (const address of ['127.0.0.2', '127.0.0.3', '127.0.0.4']) tabs.push(...(await openAll(lab.webPort, address)))
    expect(tabs.length).toBeGreaterThan(100)
    const sockets = await flood(lab.webPort, 300)
    await until(
      'their refusal',
      () => sockets.filter(({ destroyed }) => !destroyed).length,
      (left) => left === 0,
    )
    // On a connection of its own, which ends whatever the answer is.
    const asker = await RawClient.connect(lab.webPort)
    asker.say(`GET /api/health HTTP/1.1\r\nhost: 127.0.0.1:${lab.webPort}\r\nconnection: close\r\n\r\n`)
    await until(
      'the end of its answer',
      () => asker.ended,
      (ended) => ended,
    )
    expect(asker.heard).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: 5\r\n/)
    expect(asker.heard).toContain('"code":"no-descriptors"')
    asker.socket.destroy()
    await lab.child.says('no descriptor was left (limit 144)')
    const [from, to] = [await RawClient.connect(lab.port), await RawClient.connect(lab.port)]
    for (const tab of tabs) tab.socket.terminate()
    const { runs } = await until(
      'the page',
      async () => {
        const back = await fetch(`${lab.url}/api/runs`).catch(() => null)
        return back?.status === 200 ? ((await back.json()) as RunList) : { runs: [] }
      },
      ({ runs }) => runs[0]?.present === 2,
    )
    expect(runs[0]!.present).toBe(2)
    from.say('salut\n')
    await hears(to, 'salut\n')
    for (const peer of [from, to]) peer.socket.destroy()
    // Each that was refused is counted.
    const counted = [...lab.child.err.matchAll(/: (\d+) connections to the page refused/g)]
    expect(counted.reduce((sum, [, count]) => sum + Number(count), 0)).toBeGreaterThanOrEqual(300)
  })
})
