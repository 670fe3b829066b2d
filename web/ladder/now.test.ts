import { expect, it } from 'vitest'
import type { Participant } from '#shared/protocol/model.ts'
import type { LiveState, Waiting } from '#shared/protocol/program.ts'
import { waitsOf } from '#shared/state/waits.ts'
import { blockedFor, cellsOf, together, type Told } from './now.ts'

const tally = { bytes: 0, lines: 0 }
const person = (id: number, more: Partial<Participant> = {}): Participant => ({
  id,
  name: `p${id}`,
  via: 'tcp',
  web: false,
  address: '',
  state: 'open',
  joinedSeq: id,
  leftSeq: null,
  sent: tally,
  received: tally,
  partialBytes: 0,
  queued: 0,
  paused: true,
  ...more,
})
const inCall = (waits: Waiting): LiveState => ({
  processes: [{ id: 'main', line: 'x', waits }],
  keyboard: null,
  deadlock: null,
  select: null,
})
const told = (more: Partial<Told>): Told => {
  const { live = null, people = [], clock = 43_700_000 } = more
  const waits = waitsOf({ processes: live?.processes ?? [], people, rows: null, now: clock })
  return { waits, live, people, unread: () => null, inCallSince: () => null, clock, ...more }
}
const kinds = (t: Told): unknown[] => [...cellsOf(t).values()].map(({ kind, bytes, ms }) => [kind, bytes, ms])

it('says who waits, for how long, and who is waited for', () => {
  const one = told({
    live: inCall({ call: 'recv', who: 2 }),
    people: [
      person(1),
      person(2, { paused: false }),
      person(3),
      person(4, { state: 'waiting' }),
      person(5, { state: 'closed' }),
    ],
    unread: (id) => (id === 1 ? { from: 4, to: Infinity, since: 6_500_000, bytes: 57, arrivals: [] } : null),
    inCallSince: () => 4_700_000,
  })
  expect(kinds(one)).toEqual([
    ['unread', 57, 37_200],
    ['awaited', 0, 39_000],
    ['next', 0, null],
    ['unaccepted', 0, null],
  ])
  expect(blockedFor(one)).toBe(39_000)
  expect(together([...cellsOf(one).values()])).toEqual({ waiting: 3, bytes: 57, ms: 39_000 })
})

it('marks nobody where nobody waits: to be read first is no fault', () => {
  const one = told({ live: inCall({ call: 'recv', who: 2 }), people: [person(1), person(2, { paused: false })] })
  expect(kinds(one)).toEqual([
    ['next', 0, null],
    ['quiet', 0, null],
  ])
})

it('takes bytes that are read within a second for no wait', () => {
  const unread = { from: 4, to: Infinity, since: 43_400_000, bytes: 9, arrivals: [] }
  const one = told({ live: inCall({ call: 'select' }), people: [person(1, { paused: false })], unread: () => unread })
  expect(kinds(one)).toEqual([['quiet', 9, 300]])
  expect(kinds({ ...one, clock: 44_500_000 })).toEqual([['unread', 9, 1100]])
})

it('marks who takes nothing, and not those who wait for it', () => {
  const one = told({
    live: inCall({ call: 'select' }),
    people: [person(1, { waitsFor: [2] }), person(2, { paused: false, queued: 1_048_576, takenAt: 31_700_000 })],
    unread: (id) => (id === 1 ? { from: 4, to: Infinity, since: 33_700_000, bytes: 300, arrivals: [] } : null),
  })
  expect(kinds(one)).toEqual([
    ['unread', 300, 10_000],
    ['awaited', 1_048_576, 12_000],
  ])
})
