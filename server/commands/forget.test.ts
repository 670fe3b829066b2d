/** Forgetting a person, over REST, in a lab whose journal is on disk: what is left is searched for. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSqliteJournal } from '../journal/sqlite/journal.ts'
import { openApp } from '../testing/app.ts'

const NAME = 'zq7-person'
const names = (folder: string): string[] =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(NAME))

async function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'socket-lab-forget-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { journal } = await openSqliteJournal({ folder })
  onTestFinished(() => journal.close())
  const app = await openApp({}, undefined, { journal })
  onTestFinished(() => app.close())
  const tab = await app.tab()
  onTestFinished(() => tab.socket.close())
  const { id } = await app.lab.start({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
  return { app, tab, run: id, folder }
}

async function forget(url: string, name: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${url}/api/forget`, { method: 'POST', headers, body: JSON.stringify({ name }) })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}

it('replaces the name in a run that has ended, leaves no byte of it, and the run says so', async () => {
  const { app, tab, run, folder } = await opened()
  const one = await tab.join(run, NAME)
  await tab.say(run, one, 'bonjour\n')
  await app.lab.stop(run)
  await app.lab.journal.flush()
  expect(names(folder)).not.toEqual([])
  const { status, body } = await forget(app.url, NAME)
  expect([status, body]).toEqual([200, { instead: expect.stringMatching(/^forgotten-/), runs: [run], written: [] }])
  expect(names(folder)).toEqual([])
  const text = await (await fetch(`${app.url}/api/runs/${run}/events?limit=1000`)).text()
  expect(text).toContain(String(body['instead']))
  const { events } = JSON.parse(text) as { events: { seq: number; kind: string; command?: string }[] }
  expect(events.at(-1)).toMatchObject({ kind: 'command', command: 'forget', seq: events.length })
  expect(await forget(app.url, NAME)).toMatchObject({ status: 404, body: { code: 'unknown-person' } })
})

it('says in which runs somebody wrote the name, which stays', async () => {
  const { app, tab, run } = await opened()
  await tab.say(run, await tab.join(run, NAME), `I am ${NAME}\n`)
  await app.lab.stop(run)
  expect((await forget(app.url, NAME)).body).toMatchObject({ runs: [run], written: [run] })
})

it('does not forget who is in a run that lives', async () => {
  const { app, tab, run } = await opened()
  await tab.join(run, NAME)
  expect(await forget(app.url, NAME)).toMatchObject({ status: 409, body: { code: 'person-present', params: { run } } })
})
