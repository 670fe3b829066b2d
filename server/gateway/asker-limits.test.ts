/** One page, or one address, cannot take everybody's places: web participants and runs. */
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../core/clock.ts'
import { openApp, type Tab } from '../testing/app.ts'
import { startRun } from '../testing/lab.ts'
import { until } from '../testing/raw-client.ts'
import { SESSION_HEADER } from '#shared/model/constants.ts'
import type { Run } from '#shared/protocol/model.ts'

let server: Awaited<ReturnType<typeof openApp>>
afterEach(() => server.close())

/** What a join comes to: the code of its refusal, or null. */
async function join(tab: Tab, run: string, ref: number): Promise<string | null> {
  tab.send({ type: 'join', ref, run, name: `page ${tab.all('welcome')[0]!.page % 97} no ${ref}` })
  const answers = () => [...tab.all('joined'), ...tab.all('failed')].filter((answer) => answer.ref === ref)
  const [answer] = await until('an answer', answers, ({ length }) => length === 1)
  return answer?.type === 'failed' ? answer.error.code : null
}

describe('web participants of one page', () => {
  it('are eight in all runs, of five hundred that it asks for, and other pages have theirs', async () => {
    server = await openApp()
    const [one, two] = [await startRun(server.lab, 'relay'), await startRun(server.lab, 'relay')]
    const greedy = await server.tab()
    const answers: (string | null)[] = []
    for (let ref = 1; ref <= 500; ref++) answers.push(await join(greedy, (ref % 2 ? one : two).run.id, ref))
    expect(answers.slice(0, 8)).toEqual(Array(8).fill(null))
    expect(new Set(answers.slice(8))).toEqual(new Set(['too-many-participants-of-page']))
    expect(greedy.all('failed')[0]!.error.params).toEqual({ limit: 8, flag: '--max-participants-per-page' })
    const other = await server.tab()
    expect(await join(other, one.run.id, 1)).toBe(null)
    // Of a participant that has left the place is free again.
    const [mine] = greedy.all('joined')
    const { run, participant } = mine!.mine
    greedy.send({ type: 'close', ref: 501, run, participant, how: 'reset' })
    await greedy.receives('left')
    expect(await join(greedy, run, 502)).toBe(null)
    for (const tab of [greedy, other]) tab.socket.close()
  })

  it('are reset when their page is gone, and keep no place of the run', async () => {
    const clock = new ManualClock()
    server = await openApp({}, undefined, { clock })
    const room = await startRun(server.lab, 'relay')
    const tab = await server.tab()
    const ana = await tab.join(room.run.id, 'ana')
    tab.socket.close(1001)
    // A reload would have come back by then.
    await until(
      'its end',
      () => tab.closed,
      (closed) => closed !== null,
    )
    clock.advance(5000)
    expect(await room.event('closed')).toMatchObject({ participant: ana, reason: 'reset' })
    expect((await room.events()).some(({ kind }) => kind === 'ended')).toBe(false)
  })
})

/** Status of the answer to an address of this machine that asks for a run. */
async function startFrom(localAddress: string): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const asked = request(`${server.url}/api/runs`, { method: 'POST', localAddress, headers, agent: false })
  asked.end(JSON.stringify(RELAY))
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode!
}

const RELAY = { program: 'relay', listen: [{ transport: 'tcp', port: 0 }] }

describe('runs of one asker', () => {
  const start = (session?: string) =>
    fetch(`${server.url}/api/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(session !== undefined && { [SESSION_HEADER]: session }) },
      body: JSON.stringify(RELAY),
    })

  it('are eight of thirty-two that it asks for; a page at the same address has eight of its own', async () => {
    server = await openApp()
    const answers = []
    for (let n = 0; n < 32; n++) answers.push(await start())
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(8).fill(201), ...Array<number>(24).fill(429)])
    expect(await answers[8]!.json()).toMatchObject({
      code: 'too-many-runs-of-asker',
      params: { limit: 8, flag: '--max-runs-per-asker' },
    })
    const tab = await server.tab()
    const { session, page } = tab.all('welcome')[0]!
    const own = await start(session)
    expect(own.status).toBe(201)
    const { id } = (await own.json()) as Run
    const events = (await (await fetch(`${server.url}/api/runs/${id}/events`)).json()) as { events: unknown[] }
    expect(events.events[0]).toMatchObject({ kind: 'run-started', by: { page } })
    expect((await start('of nobody')).status).toBe(429)
    // Of a run that has ended the place is free again.
    const first = (await answers[0]!.json()) as Run
    await fetch(`${server.url}/api/runs/${first.id}`, { method: 'DELETE' })
    expect((await start()).status).toBe(201)
    tab.socket.close()
  })

  it('leave the last of all to an address that has none, and none of them to a new page of one that has', async () => {
    server = await openApp({ runs: 20, runsPerAsker: 20 })
    for (let n = 0; n < 20; n++) expect((await start()).status).toBe(201)
    const full = { code: 'too-many-runs', params: { flag: '--max-runs' } }
    const tab = await server.tab()
    expect(await (await start(tab.all('welcome')[0]!.session)).json()).toMatchObject(full)
    expect(await startFrom('127.0.0.2')).toBe(201)
    tab.socket.close()
  })
})
