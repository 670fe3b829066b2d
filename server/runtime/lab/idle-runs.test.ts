/** Runs without an event for so long stop by themselves, and say why; time is a clock of the test. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { IdleRuns } from './idle-runs.ts'

const MINUTE = 60_000
let clock: ManualClock
let opened: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  clock = new ManualClock()
  opened = await openLab({ idleRunMinutes: 60 }, { clock })
})
afterEach(() => opened.close())

const stateOf = (id: string) => opened.lab.view(id).state
const minutes = (count: number): void => {
  for (let n = 0; n < count; n++) clock.advance(MINUTE)
}

it('stops what is idle, told in its end; what is spoken in goes on, however quiet the others are', async () => {
  const [idle, busy] = [await startRun(opened.lab, 'relay'), await startRun(opened.lab, 'relay')]
  const ana = await busy.client()
  await busy.event('connected')
  minutes(40)
  ana.say('still here\n')
  await busy.event('lines')
  minutes(20)
  expect([stateOf(idle.run.id), stateOf(busy.run.id)]).toEqual(['running', 'running'])
  minutes(2)
  await until(
    'the end',
    () => stateOf(idle.run.id),
    (state) => state === 'stopped',
  )
  expect(stateOf(busy.run.id)).toBe('running')
  const end = (await idle.events()).at(-1)
  expect(end).toMatchObject({ kind: 'run-stopped', idle: 60 })
  expect(end).not.toHaveProperty('by')
})

it('leaves what is frozen, and counts anew once that is let go', async () => {
  const room = await startRun(opened.lab, 'relay')
  opened.lab.freeze(room.run.id, true, { address: '127.0.0.1' })
  await room.event('freeze')
  minutes(200)
  expect(stateOf(room.run.id)).toBe('running')
  opened.lab.freeze(room.run.id, false, { address: '127.0.0.1' })
  await room.event('freeze', ({ frozen }) => !frozen)
  minutes(59)
  expect(stateOf(room.run.id)).toBe('running')
  minutes(3)
  await until(
    'the end',
    () => stateOf(room.run.id),
    (state) => state === 'stopped',
  )
})

it('stops nothing where no time is set', async () => {
  const other = await openLab({}, { clock })
  const room = await startRun(other.lab, 'relay')
  minutes(1000)
  expect(other.lab.view(room.run.id).state).toBe('running')
  await other.close()
})

it('tells of one that does not stop', async () => {
  const { run } = await startRun(opened.lab, 'relay')
  const failed: unknown[] = []
  const parts = { clock, limits: { idleRunMinutes: 1 }, failed: (error: unknown) => void failed.push(error) }
  const refusing = new IdleRuns(
    parts,
    () => [opened.lab.live(run.id)!],
    (id) => Promise.reject(new Error(id)),
  )
  minutes(2)
  refusing.end()
  await until('the failure', () => failed.length, Boolean)
  expect(failed[0]).toEqual(new Error(run.id))
})
