/**
 * Forgetting a person, over REST, in a lab whose journal is on disk: everything that is kept is decoded, and the files are searched as
 * they are. Pages come through a trusted proxy, which says where from.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { LAB } from '../journal/port.ts'
import { openSqliteJournal } from '../journal/sqlite/journal.ts'
import { openApp, Tab } from '../testing/app.ts'
import { RawClient, until } from '../testing/raw-client.ts'

const NAME = 'zq7-person'
const HOME = '203.0.113.77'

/** Files below the folder in whose bytes or name the text stands. */
const filesWith = (folder: string, text: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .filter((one) => one.name.includes(text) || readFileSync(join(one.parentPath, one.name)).includes(text))
    .map((one) => one.name)

async function opened(program: 'relay' | 'file-receiver' = 'relay') {
  const folder = mkdtempSync(join(tmpdir(), 'socket-lab-forget-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { journal } = await openSqliteJournal({ folder })
  onTestFinished(() => journal.close())
  const app = await openApp({}, undefined, { journal, isProxy: (address) => address === '127.0.0.1' })
  onTestFinished(() => app.close())
  const start = async () => (await app.lab.start({ program, listen: [{ transport: 'tcp', port: 0 }] })).id
  const run = await start()
  const tab = async (from: string): Promise<Tab> => {
    const headers = { host: `127.0.0.1:${app.port}`, 'x-forwarded-for': from }
    const tab = new Tab(new WebSocket(`ws://127.0.0.1:${app.port}/api/ws`, { headers }))
    tab.socket.on('open', () => tab.send({ type: 'hello', protocol: 2 }))
    await tab.receives('welcome')
    onTestFinished(() => tab.socket.close())
    return tab
  }
  const end = async (id = run) => {
    await app.lab.stop(id)
    await app.lab.journal.flush()
  }
  /** All that is kept, decoded. */
  const kept = async (): Promise<string> => {
    const runs = await journal.runs(LAB)
    const parts: unknown[] = [runs]
    for (const { id } of runs) {
      parts.push((await journal.read({ run: id, after: 0, limit: 1000 }, LAB)).entries.map(({ detail }) => detail))
      parts.push(await journal.observations({ run: id, after: 0, limit: 1000 }, LAB))
      parts.push(await journal.participants({ run: id, from: 1, to: 1000, limit: 1000 }, LAB))
      parts.push(await app.lab.files.list(id))
    }
    return JSON.stringify(parts)
  }
  return { app, tab, run, start, end, folder, kept }
}

async function forget(url: string, name: string, addresses?: string[]) {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ name, ...(addresses && { addresses }) })
  const reply = await fetch(`${url}/api/forget`, { method: 'POST', headers, body })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}

it('replaces the name in a run that has ended, leaves no byte of it, and the run says so', async () => {
  const { app, tab, run, folder, end, kept } = await opened()
  const page = await tab(HOME)
  const one = await page.join(run, NAME)
  await page.say(run, one, 'bonjour\n')
  page.send({ type: 'set-stepper', ref: 90, run, state: 'paused' })
  await page.receives('done', ({ ref }) => ref === 90)
  await end()
  expect(filesWith(folder, NAME)).not.toEqual([])
  expect(await kept()).toContain(HOME)
  const { status, body } = await forget(app.url, NAME)
  expect([status, body]).toEqual([
    200,
    {
      ...{ instead: expect.stringMatching(/^forgotten-/), names: [NAME], addresses: [HOME], shared: [] },
      ...{ runs: [run], written: [], live: [], copies: [] },
    },
  ])
  for (const what of [NAME, HOME]) {
    expect(filesWith(folder, what)).toEqual([])
    expect(await kept()).not.toContain(what)
  }
  const text = await (await fetch(`${app.url}/api/runs/${run}/events?limit=1000`)).text()
  expect(text).toContain(String(body['instead']))
  const { events } = JSON.parse(text) as { events: { seq: number; kind: string; command?: string }[] }
  expect(events.at(-1)).toMatchObject({ kind: 'command', command: 'forget', seq: events.length })
  expect(await forget(app.url, NAME)).toMatchObject({ status: 404, body: { code: 'unknown-person' } })
})

it.each(['zq7-first', 'zq7-now'])('takes earlier names along, whichever of them it is asked: %s', async (asked) => {
  const { app, tab, run, folder, end, kept } = await opened()
  const raw = await RawClient.connect(app.lab.view(run).listeners[0]!.port)
  const page = await tab('127.0.0.1')
  await page.join(run, 'zq7-other') // a participant beside it: who names is not who is named
  const name = async (ref: number, given: string) => {
    page.send({ type: 'name', ref, run, participant: 1, name: given })
    await page.receives('done', (one) => one.ref === ref)
  }
  await name(80, 'zq7-first')
  await name(81, 'zq7-now')
  raw.finish()
  await end()
  const { status, body } = await forget(app.url, asked)
  expect([status, new Set(body['names'] as string[])]).toEqual([200, new Set(['zq7-first', 'zq7-now'])])
  for (const what of ['zq7-first', 'zq7-now']) {
    expect(filesWith(folder, what)).toEqual([])
    expect(await kept()).not.toContain(what)
  }
  expect(await kept()).toContain('zq7-other')
})

it('leaves an address that others have, and says so; replaces it when it is asked for by name', async () => {
  const { app, tab, run, end, kept, folder } = await opened()
  await (await tab(HOME)).join(run, NAME)
  await (await tab(HOME)).join(run, 'bob')
  await end()
  const first = await forget(app.url, NAME)
  expect(first.body).toMatchObject({ addresses: [], shared: [{ address: HOME, others: 1 }], runs: [run] })
  expect(await kept()).not.toContain(NAME)
  expect(await kept()).toContain(HOME)
  const instead = String(first.body['instead'])
  const second = await forget(app.url, instead, [HOME])
  expect(second.body).toMatchObject({ names: [instead], addresses: [HOME], shared: [], runs: [run] })
  expect(filesWith(folder, HOME)).toEqual([])
  expect(await kept()).toContain('bob')
  expect(await forget(app.url, 'bob', ['127.0.0.1'])).toMatchObject({ status: 400 })
})

it('replaces the name alone where no address is asked for', async () => {
  const { app, tab, run, end, kept } = await opened()
  await (await tab(HOME)).join(run, NAME)
  await end()
  expect((await forget(app.url, NAME, [])).body).toMatchObject({
    ...{ addresses: [], shared: [{ address: HOME, others: 0 }] },
  })
  expect(await kept()).not.toContain(NAME)
  expect(await kept()).toContain(HOME)
})

it('renames the files that say who sent them, and their bytes stay', async () => {
  const { app, tab, run, end, kept, folder } = await opened('file-receiver')
  const files = async () =>
    (await app.lab.files.list(run)).files.map(({ name, state, size }) => [`${name} ${state}`, size] as const)
  const sent = async (name: string, bytes: string) => {
    const page = await tab(HOME)
    const one = await page.join(run, name)
    await page.say(run, one, bytes)
    page.send({ type: 'close', ref: 50 + one, run, participant: one, how: 'half' })
    await until('a whole file', files, (all) => all.some(([is]) => is === `${name} whole`))
  }
  await sent(NAME, 'of one\n')
  await sent('bob', 'of bob\n')
  await end()
  const { body } = await forget(app.url, NAME)
  const bobs = ['bob whole', 7]
  expect(await files()).toEqual([[`${String(body['instead'])} whole`, 7], bobs])
  expect(await kept()).not.toContain(NAME)
  expect(filesWith(folder, NAME)).toEqual([])
  const text = await (await fetch(`${app.url}/api/runs/${run}/files/1`)).text()
  expect(text).toBe('of one\n')
})

it('says in which runs somebody wrote the name, which stays', async () => {
  const { app, tab, run, end } = await opened()
  const page = await tab(HOME)
  await page.say(run, await page.join(run, NAME), `I am ${NAME}\n`)
  await end()
  expect((await forget(app.url, NAME)).body).toMatchObject({ runs: [run], written: [run] })
})

it('does not forget who is in a run that lives, and names the runs that live where it only asked for something', async () => {
  const { app, tab, run, start, end, kept } = await opened()
  const page = await tab(HOME)
  await page.join(run, NAME)
  const other = await start()
  page.send({ type: 'set-stepper', ref: 91, run: other, state: 'paused' })
  await page.receives('done', ({ ref }) => ref === 91)
  expect(await forget(app.url, NAME)).toMatchObject({ status: 409, body: { code: 'person-present', params: { run } } })
  await end()
  const { body } = await forget(app.url, NAME)
  expect(body).toMatchObject({ runs: [run], live: [other] })
  await end(other)
  expect((await forget(app.url, NAME)).body).toMatchObject({ runs: [run, other], live: [] })
  expect(await kept()).not.toContain(NAME)
})

it('takes the name out of the runs that were started for the person, and out of what the lab knows of them', async () => {
  const { app, tab, end, folder, kept } = await opened()
  const started = async (name: string) => {
    const owner = { name }
    const listen = [{ transport: 'tcp', port: 0 }] as const
    return (await app.lab.start({ program: 'relay', listen, owner })).id
  }
  const [one, alias, live] = [await started(NAME), await started('zq7-alias'), await started(NAME)]
  const page = await tab(HOME)
  const known = app.lab.listen({ runChanged: (run) => told.add(run), committed() {} })
  const told = new Set<string>()
  onTestFinished(known)
  await page.join(alias, NAME)
  await page.join(alias, 'zq7-alias')
  await end(one)
  await end(alias)
  told.clear()
  const { body } = await forget(app.url, NAME)
  expect(body).toMatchObject({ runs: [one, alias], live: [live] })
  const instead = String(body['instead'])
  for (const run of [one, alias]) expect(app.lab.view(run).for).toEqual({ name: instead })
  expect(told).toEqual(new Set([one, alias]))
  expect(await (await fetch(`${app.url}/api/runs`)).text()).not.toContain('zq7-alias')
  await end(live)
  // It stands nowhere but there.
  expect((await forget(app.url, NAME)).body).toMatchObject({ runs: [live], live: [] })
  expect(await kept()).not.toMatch(/zq7-(person|alias)/)
  for (const name of [NAME, 'zq7-alias']) expect(filesWith(folder, name)).toEqual([])
  expect(await forget(app.url, NAME)).toMatchObject({ status: 404 })
})
