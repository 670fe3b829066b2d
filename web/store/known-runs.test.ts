/** Past runs that a welcome has no room for: counted, and asked for when they are wanted. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Run } from '#shared/protocol/model.ts'
import { KnownRuns } from './known-runs.svelte.ts'

const run = (id: string, ended = true): Run => ({
  id,
  program: 'relay',
  options: {},
  state: ended ? 'stopped' : 'running',
  listeners: [],
  startedAt: Number(id),
  stoppedAt: ended ? Number(id) + 1 : null,
  lastSeq: 0,
  present: 0,
  trouble: null,
})

const ANSWERS: Record<string, unknown> = {
  '/api/runs/2': run('2'),
  '/api/runs?before=8': { runs: [run('7'), run('6')], older: { count: 1, before: '6' } },
  '/api/runs?before=6': { runs: [run('2')], older: null },
}
/** Two runs of six, of which one still lives. */
const WELCOME = { runs: [run('9', false), run('8')], older: { count: 3, before: '8' } }

let asked: string[]
let known: KnownRuns
beforeEach(() => {
  asked = []
  known = new KnownRuns()
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    const answer = ANSWERS[path]
    return answer
      ? Response.json(answer)
      : Response.json({ code: 'unknown-run', message: '', params: {} }, { status: 404 })
  })
})
afterEach(() => vi.unstubAllGlobals())

const seen = () => [known.all.map(({ id }) => id).join(' '), known.more]

it('come a page at a time, and each is counted once', async () => {
  known.welcome(WELCOME, false)
  expect(seen()).toEqual(['9 8', 3])
  await known.find('2')
  expect(seen()).toEqual(['9 8 2', 2])
  await known.loadMore()
  expect(seen()).toEqual(['9 8 7 6 2', 0])
  await known.loadMore()
  await known.loadMore() // there is nothing more to ask for
  expect(seen()).toEqual(['9 8 7 6 2', 0])
  expect(asked).toEqual(['/api/runs/2', '/api/runs?before=8', '/api/runs?before=6'])
})

it('stay when the page comes back to the same lab, but for what may have changed, and go with another', async () => {
  known.welcome(WELCOME, false)
  known.take([run('3', false)])
  await known.loadMore()
  // One that lives is none of those that have ended, however old.
  expect(seen()).toEqual(['9 8 7 6 3', 1])
  known.welcome(WELCOME, true)
  expect(seen()).toEqual(['9 8 7 6', 1])
  known.welcome(WELCOME, false)
  expect(seen()).toEqual(['9 8', 3])
})

it('that the lab does not know are said to be unknown', async () => {
  await expect(known.find('77')).rejects.toMatchObject({ code: 'unknown-run' })
})

it('go where the lab keeps them no more, those that the page was never told of too', async () => {
  known.welcome(WELCOME, false)
  known.take([], ['8'])
  expect(seen()).toEqual(['9', 3])
  await known.find('2')
  known.take([], ['2', '6'])
  expect(seen()).toEqual(['9', 1])
  known.take([], ['7'])
  expect(seen()).toEqual(['9', 0])
})
