/** A lab of many past runs: a page is told the newest of them, and finds every other one. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MemoryJournal } from '../../journal/memory.ts'
import { RECORD } from '../../journal/samples.fixture.ts'
import { openApp } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import { RUNS_PAGE } from '#shared/model/constants.ts'
import type { Run } from '#shared/protocol/model.ts'
import type { RunList } from '#shared/protocol/rest.ts'

const MANY = 1500

let server: Awaited<ReturnType<typeof openApp>>
/** Ids of the past runs, newest first. */
let past: string[]
beforeAll(async () => {
  const journal = new MemoryJournal()
  const ids: string[] = []
  // The wall clock went back and forth meanwhile.
  for (let n = 0; n < MANY; n++) {
    const startedAt = RECORD.startedAt + (n % 7) * 1_000_000
    ids.push((await journal.createRun({ ...RECORD, state: 'stopped', startedAt, stoppedAt: startedAt + 1 })).id)
  }
  past = ids.reverse()
  server = await openApp({}, undefined, { journal })
})
afterAll(() => server.close())

const list = async (query: string): Promise<RunList> =>
  (await (await fetch(`${server.url}/api/runs?${query}`)).json()) as RunList

it('says hello with what runs and the newest of 1,500 past runs, in some kilobytes', async () => {
  const { run } = await startRun(server.lab, 'relay')
  const [welcome] = (await server.tab()).all('welcome')
  expect(welcome!.runs.map(({ id }) => id)).toEqual([run.id, ...past.slice(0, RUNS_PAGE)])
  expect(welcome!.older).toEqual({ count: MANY - RUNS_PAGE, before: past[RUNS_PAGE - 1] })
  expect(JSON.stringify({ ...welcome, lab: null }).length).toBeLessThan(30_000)
  await server.lab.stop(run.id)
  past.unshift(run.id)
})

it('tells them all over REST, each once, page by page', async () => {
  const told: string[] = []
  let older: RunList['older'] = { count: past.length, before: '9999' }
  for (let pages = 0; older; pages++) {
    const page: RunList = await list(`before=${older.before}&limit=400`)
    told.push(...page.runs.map(({ id }) => id))
    older = page.older
    expect(older?.count ?? 0).toBe(past.length - told.length)
    expect(pages).toBeLessThan(5)
  }
  expect(told).toEqual(past)
})

it('tells those of now first, refuses a page that is too large, and knows the oldest by its link', async () => {
  const { run } = await startRun(server.lab, 'relay')
  const { runs, older } = await list('limit=1')
  expect(runs.map(({ id }) => id)).toEqual([run.id, past[0]])
  expect(older?.count).toBe(past.length - 1)
  for (const query of ['limit=1001', 'limit=0', 'before=x']) {
    expect((await fetch(`${server.url}/api/runs?${query}`)).status).toBe(400)
  }
  const oldest = past.at(-1)!
  expect(((await (await fetch(`${server.url}/api/runs/${oldest}`)).json()) as Run).id).toBe(oldest)
  expect(await list(`before=${oldest}`)).toMatchObject({ runs: [], older: null })
})
