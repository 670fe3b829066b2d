/** The journal says where the lab itself sent RST, whatever the reason for the end. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  lab = await openLab()
})
afterEach(() => lab.close())

it('a run that stops resets whom the program never accepted, and nobody else', async () => {
  const room = await startRun(lab.lab, 'line-server')
  const served = await room.client()
  await room.participants((states) => states.includes('open'))
  const waiting = await room.client()
  await room.participants((states) => states.includes('waiting'))
  await room.lab.live(room.run.id)!.stop()
  const closed = (id: number) => room.event('closed', ({ participant }) => participant === id)
  expect(await closed(2)).toMatchObject({ reason: 'run-stopped', reset: true })
  expect(await closed(1)).not.toHaveProperty('reset')
  for (const { socket } of [served, waiting]) socket.destroy()
})

it('a run that stops resets who does not take in time what waits for it', async () => {
  const room = await startRun(lab.lab, 'relay')
  const [ana, deaf] = [await room.client(), await room.client({ reading: false })]
  await room.participants((states) => states.length === 2 && states.every((state) => state === 'open'))
  for (let i = 0; i < 1000; i++) ana.say(`${'z'.repeat(8191)}\n`)
  const participant = () => room.lab.live(room.run.id)!.participants()[1]!
  await until(
    'a queue',
    () => participant().queued,
    (queued) => queued > 0,
  )
  await room.lab.live(room.run.id)!.stop()
  const closed = await room.event('closed', (event) => event.participant === participant().id)
  expect(closed).toMatchObject({ reason: 'run-stopped', reset: true })
  for (const { socket } of [ana, deaf]) socket.destroy()
})
