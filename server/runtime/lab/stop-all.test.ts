/** The end of all runs: those that are about to start are stopped too, and what does not drain is reset in time. */
import { expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { NameLookups } from '../../endpoints/name-lookups.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'

it('stops a run that is just starting, and lets no other start', async () => {
  const { lab, close } = await openLab()
  onTestFinished(close)
  const starting = lab.start({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
  await lab.stopAll()
  expect(lab.view((await starting).id).state).toBe('stopped')
  expect(lab.running).toBe(0)
  await expect(lab.start({ program: 'relay' })).rejects.toMatchObject({ code: 'lab-ending' })
})

it('stops a run whose start takes its time when all are stopped, and lets those start that are asked for later', async () => {
  let answer: (address: string) => void = () => {}
  const names = new NameLookups(() => new Promise((resolve) => (answer = resolve)))
  const { lab, close } = await openLab({}, { names })
  onTestFinished(close)
  const running = await startRun(lab, 'relay')
  const by = { address: '127.0.0.1' }
  const starting = lab.start({ program: 'relay', listen: [{ transport: 'tcp', host: 'slow.example', port: 0 }], by })
  let stopped: number | null = null
  const all = lab.stopRuns(() => by).then((count) => (stopped = count))
  await until(
    'the end of the one that runs',
    () => lab.view(running.run.id).state,
    (state) => state === 'stopped',
  )
  expect(stopped).toBeNull()
  const later = await startRun(lab, 'relay')
  answer('127.0.0.1')
  await all
  expect(stopped).toBe(2)
  const { id } = await starting
  expect(lab.view(id).state).toBe('stopped')
  expect(lab.view(later.run.id).state).toBe('running')
})

it('counts no run that could not start', async () => {
  const { lab, close } = await openLab()
  onTestFinished(close)
  const starting = lab.start({ program: 'relay', listen: [{ transport: 'tcp', host: '192.0.2.1', port: 0 }] })
  starting.catch(() => {})
  expect(await lab.stopRuns()).toBe(0)
  await expect(starting).rejects.toMatchObject({ code: 'address-unavailable' })
})

it('ends although one cannot start', async () => {
  const { lab, close } = await openLab()
  onTestFinished(close)
  const starting = lab.start({ program: 'relay', listen: [{ transport: 'tcp', host: '192.0.2.1', port: 0 }] })
  starting.catch(() => {})
  await lab.stopAll()
  await expect(starting).rejects.toMatchObject({ code: 'address-unavailable' })
})

it('resets what has not drained in the time that it is given, also of a run that was stopped before', async () => {
  const clock = new ManualClock()
  const { lab, close } = await openLab({ drainMs: 60_000 }, { clock })
  onTestFinished(close)
  const room = await startRun(lab, 'relay')
  const deaf = await room.client({ reading: false })
  const sender = await room.client()
  for (let n = 0; n < 1000; n++) sender.say(`${'x'.repeat(9999)}\n`)
  await until(
    'bytes that wait',
    () => lab.live(room.run.id)!.participants()[0]!.queued,
    (queued) => queued > 0,
  )
  const stopping = lab.stop(room.run.id)
  const all = lab.stopAll(6000)
  let over = false
  void all.then(() => (over = true))
  clock.advance(5999)
  await new Promise(setImmediate)
  expect(over).toBe(false)
  clock.advance(1)
  await until(
    'the end',
    () => over,
    (now) => now,
  )
  expect((await stopping).state).toBe('stopped')
  expect((await room.events()).at(-1)?.kind).toBe('run-stopped')
  deaf.socket.destroy()
  sender.socket.destroy()
})
