import { expect, it } from 'vitest'
import type { Participant } from '#shared/protocol/model.ts'
import type { Waiting } from '#shared/protocol/program.ts'
import { sampleParticipant, sampleRow } from '#shared/state/samples.fixture.ts'
import { waitsOf } from '#shared/state/waits.ts'
import { blockedFor, cellsOf, together, type Told } from './now.ts'

const person = (id: number, more: Partial<Participant> = {}): Participant =>
  sampleParticipant(id, { paused: true, ...more })
interface Seen {
  readonly call: Waiting
  readonly people: readonly Participant[]
  /** Of whom how many bytes wait, since when. */
  readonly unread?: Readonly<Record<number, { readonly bytes: number; readonly since: number }>>
  readonly inCallSince?: number
  readonly clock?: number
}
function told({ call, people, unread = {}, inCallSince, clock = 43_700_000 }: Seen): Told {
  const rows = Object.entries(unread).map(([id, { bytes }]) => sampleRow(Number(id), bytes))
  const times = { unread: (id: number) => unread[id] ?? null, inCallSince: () => inCallSince ?? null }
  const processes = [{ id: 'main', line: 'x', waits: call }]
  return { waits: waitsOf({ processes, people, rows, now: clock, times }), people, clock }
}
const kinds = (t: Told): unknown[] => [...cellsOf(t).values()].map(({ kind, bytes, ms }) => [kind, bytes, ms])

it('says who waits, for how long, and who is waited for', () => {
  const one = told({
    call: { call: 'recv', who: 2 },
    people: [
      person(1),
      person(2, { paused: false }),
      person(3),
      person(4, { state: 'waiting' }),
      person(5, { state: 'closed' }),
    ],
    unread: { 1: { since: 6_500_000, bytes: 57 } },
    inCallSince: 4_700_000,
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
  const one = told({ call: { call: 'recv', who: 2 }, people: [person(1), person(2, { paused: false })] })
  expect(kinds(one)).toEqual([
    ['next', 0, null],
    ['quiet', 0, null],
  ])
})

it('takes bytes that are read within a second for no wait', () => {
  const seen = {
    call: { call: 'select' as const },
    people: [person(1, { paused: false })],
    unread: { 1: { since: 43_400_000, bytes: 9 } },
  }
  expect(kinds(told(seen))).toEqual([['quiet', 9, 300]])
  expect(kinds(told({ ...seen, clock: 44_500_000 }))).toEqual([['unread', 9, 1100]])
})

it('marks who takes nothing, and not those who wait for it', () => {
  const one = told({
    call: { call: 'select' },
    people: [person(1, { waitsFor: [2] }), person(2, { paused: false, queued: 1_048_576, takenAt: 31_700_000 })],
    unread: { 1: { since: 33_700_000, bytes: 300 } },
  })
  expect(kinds(one)).toEqual([
    ['unread', 300, 10_000],
    ['awaited', 1_048_576, 12_000],
  ])
})
