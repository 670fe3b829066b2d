/** The routes of the time machine: what may be asked for. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'

let app: Awaited<ReturnType<typeof openApp>>
let run: string
beforeEach(async () => {
  app = await openApp()
  run = (await startRun(app.lab, 'relay')).run.id
})
afterEach(() => app.close())

const asked = (what: string): Promise<Response> => fetch(`${app.url}/api/runs/${run}/${what}`)

it.each(['moment', 'moment?seq=1', 'moment?t=0', 'timeline', 'timeline?points=128'])('answers %s', async (what) => {
  expect((await asked(what)).status).toBe(200)
})

it.each(['moment?seq=1&t=0', 'moment?seq=-1', 'timeline?points=129', 'timeline?points=1'])(
  'refuses %s',
  async (what) => {
    const reply = await asked(what)
    expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([400, 'bad-request'])
  },
)
