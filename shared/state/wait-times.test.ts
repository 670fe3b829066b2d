import { expect, it } from 'vitest'
import { sampleRow as row } from '#shared/state/samples.fixture.ts'
import type { Observation, Seen } from '#shared/protocol/observations.ts'
import { WaitTimes } from './wait-times.ts'

const seen = (t: number, after: number, what: Seen): Observation => ({
  number: 1,
  after,
  t,
  time: 0,
  seen: what,
})

it('counts from the first unread byte, however many come after it', () => {
  const waits = new WaitTimes()
  waits.rows([row(1, 0)], { after: 3, at: 1_000_000 })
  expect(waits.unread(1)).toBeNull()
  waits.rows([row(1, 25)], { after: 4, at: 5_000_000 })
  waits.rows([row(1, 57)], { after: 5, at: 9_000_000 })
  const arrivals = [
    { after: 4, at: 5_000_000, bytes: 25 },
    { after: 5, at: 9_000_000, bytes: 32 },
  ]
  expect(waits.unread(1)).toEqual({ from: 4, to: Infinity, since: 5_000_000, bytes: 57, arrivals })
  waits.rows([row(1, 0)], { after: 8, at: 30_000_000 })
  expect(waits.unread(1)).toBeNull()
  expect(waits.stretches(1)).toEqual([{ from: 4, to: 8, since: 5_000_000, bytes: 57, arrivals }])
})

it('keeps no stretch of what is read at once, and takes no FIN and no other end for bytes', () => {
  const waits = new WaitTimes()
  waits.rows([row(1, 9)], { after: 1, at: 1_000_000 })
  waits.rows([row(1, 0)], { after: 2, at: 1_250_000 })
  expect(waits.stretches(1)).toEqual([])
  waits.rows([row(1, 1, { state: 'CLOSE_WAIT' }), row(2, 9, { side: 'peer' })], { after: 2, at: 2_000_000 })
  expect([waits.unread(1), waits.unread(2)]).toEqual([null, null])
})

it('knows no time of what was there before it looked, and learns it from the journal', () => {
  const waits = new WaitTimes()
  waits.rows([row(1, 25)], { after: 9, at: null }, 40_000_000)
  waits.processes([{ id: 'main', line: 'recv', waits: { call: 'recv', who: 2 } }], { after: 9, at: null })
  expect(waits.unread(1)?.since).toBeNull()
  expect(waits.inCallSince('main')).toBeNull()
  expect(waits.lacksTimes).toBe(true)

  const told = new WaitTimes()
  told.observed(
    seen(500_000, 2, { kind: 'sockets-seen', rows: [row(1, 0), row(2, 0)], gone: [], whole: true, more: 0 }),
  )
  told.observed(
    seen(3_000_000, 4, {
      kind: 'program-moved',
      processes: [{ id: 'main', line: 'a', waits: { call: 'recv', who: 2 } }],
    }),
  )
  told.observed(seen(7_000_000, 5, { kind: 'sockets-seen', rows: [row(1, 25)], gone: [], whole: false, more: 0 }))
  told.processes([{ id: 'main', line: 'a', waits: { call: 'recv', who: 2 } }], { after: 9, at: 40_000_000 })
  expect(told.unread(1)).toMatchObject({ from: 5, to: Infinity, since: 7_000_000, bytes: 25 })
  expect(told.inCallSince('main')).toBe(3_000_000)
  expect(told.lacksTimes).toBe(false)
})

it('tells arrivals apart, a few of them, and none for what was read meanwhile', () => {
  const waits = new WaitTimes()
  const look = (bytes: number, ms: number): void => waits.rows([row(1, bytes)], { after: 3, at: ms * 1000 })
  const came = (): unknown[] => waits.unread(1)!.arrivals.map(({ at, bytes }) => [at! / 1000, bytes])
  look(10, 1000)
  look(14, 1250)
  look(9, 3000)
  expect(came()).toEqual([[1000, 14]])
  look(20, 4000)
  expect(came()).toEqual([
    [1000, 14],
    [4000, 11],
  ])
  for (let n = 1; n <= 20; n++) look(20 + n, 4000 + n * 1000)
  expect(came()).toHaveLength(6)
  expect(came().at(-1)).toEqual([8000, 17])
})
