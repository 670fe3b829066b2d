/** What the page asks of the lab to restart a run. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Run, RunState } from '#shared/protocol/model.ts'
import { lab } from './lab.svelte.ts'

// The catalogue tells the document its language as soon as it is imported.
vi.hoisted(() => vi.stubGlobal('document', { documentElement: {} }))

const run = (id: string, state: RunState): Run => ({
  id,
  program: 'relay',
  options: {},
  state,
  listeners: [],
  startedAt: Number(id),
  stoppedAt: null,
  lastSeq: 0,
  present: 0,
  trouble: null,
})

afterEach(() => vi.unstubAllGlobals())

describe('restartRun', () => {
  it.each<[RunState, string[]]>([
    ['running', ['DELETE', 'POST']],
    ['stopping', ['DELETE', 'POST']],
    ['stopped', ['POST']],
    ['interrupted', ['POST']],
  ])('of a run that is %s asks %j, each when the one before is done', async (state, asked) => {
    const calls: string[] = []
    vi.stubGlobal('fetch', async (_path: string, { method }: RequestInit) => {
      calls.push(`${method} begun`)
      await new Promise((resolve) => setImmediate(resolve))
      calls.push(`${method} done`)
      return Response.json(method === 'DELETE' ? run('1', 'stopped') : run('2', 'running'))
    })
    expect((await lab.restartRun(run('1', state))).id).toBe('2')
    expect(calls).toEqual(asked.flatMap((method) => [`${method} begun`, `${method} done`]))
  })
})
