/** Refused connections as events: a single one at once, a storm as one event a second that counts it. */
import { connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import type { Detail } from '../../journal/port.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { Refusals } from './refusals.ts'

function begin() {
  const clock = new ManualClock()
  const told: Detail<'refused'>[] = []
  return { clock, told, refusals: new Refusals(clock, (detail) => told.push(detail)) }
}

const full = (address: string) => ({ address, reason: 'run-full' as const })

it('tells of one at once, then once a second how many there were, and of a later one at once again', () => {
  const { clock, told, refusals } = begin()
  for (let port = 1; port <= 413; port++) refusals.add(full(`10.0.0.1:${port}`))
  expect(told).toEqual([full('10.0.0.1:1')])
  clock.advance(1000)
  expect(told.slice(1)).toEqual([{ ...full('10.0.0.1:413'), count: 412 }])
  refusals.add(full('10.0.0.1:500'))
  expect(told).toHaveLength(2)
  clock.advance(1000)
  expect(told.slice(2)).toEqual([full('10.0.0.1:500')])
  clock.advance(1000)
  refusals.add(full('10.0.0.1:501'))
  expect(told.slice(3)).toEqual([full('10.0.0.1:501')])
})

it('counts each address, reason and error apart', () => {
  const { told, refusals } = begin()
  refusals.add(full('10.0.0.1:1'))
  refusals.add(full('10.0.0.2:1'))
  refusals.add(full('[fe80::1]:1'))
  refusals.add({ address: '10.0.0.1:2', reason: 'descriptors' })
  for (const errno of ['A', 'B']) refusals.add({ address: '10.0.0.1:3', reason: 'not-tls', errno })
  expect(told).toHaveLength(6)
})

it('tells of a storm from 5,000 addresses in some events a second, and counts each', () => {
  const { clock, told, refusals } = begin()
  for (let n = 0; n < 5000; n++) refusals.add(full(`10.0.${n >> 8}.${n & 255}:1`))
  clock.advance(1000)
  expect(told.length).toBeLessThan(100)
  expect(told.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(5000)
})

it('tells of the rest at the end, once', () => {
  const { clock, told, refusals } = begin()
  for (let port = 1; port <= 3; port++) refusals.add(full(`10.0.0.1:${port}`))
  refusals.close()
  clock.advance(10_000)
  expect(told).toEqual([full('10.0.0.1:1'), { ...full('10.0.0.1:3'), count: 2 }])
})

it('are counted before the end of their run, and open no run that is stopping', async () => {
  const { lab, close } = await openLab({ participants: 1 })
  onTestFinished(close)
  const room = await startRun(lab, 'relay')
  const ana = await room.client()
  const knocks = Array.from({ length: 20 }, () => connect(room.port, '127.0.0.1').on('error', () => {}))
  await until('their end', () => knocks.every(({ destroyed }) => destroyed), Boolean)
  ana.socket.destroy()
  await lab.stop(room.run.id)
  const events = await room.events()
  const refused = events.flatMap((event) => (event.kind === 'refused' ? [event.count ?? 1] : []))
  expect(refused.length).toBeLessThanOrEqual(3)
  expect(refused.reduce((sum, count) => sum + count, 0)).toBe(20)
  expect(events.at(-1)!.kind).toBe('run-stopped')
})
