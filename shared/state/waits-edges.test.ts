/** The edges of who waits: a FIN among the bytes of a queue, rows that are nobody's, the second after which a queue is stalled. */
import { describe, expect, it } from 'vitest'
import type { KernelRow, TcpState } from '../model/kernel.ts'
import type { Participant } from '../protocol/model.ts'
import type { ProcessView } from '../protocol/program.ts'
import { sampleParticipant as person, sampleRow as rowOf } from './samples.fixture.ts'
import { unreadIn, waitsOf, type Seen } from './waits.ts'

const SELECT: ProcessView = { id: 'main', line: 'x', waits: { call: 'select' } }
const RUNS: ProcessView = { id: 'main', line: 'x', waits: null }
const of = (one: Participant, more: Partial<Seen> = {}) =>
  waitsOf({ processes: [SELECT], people: [one], rows: [], now: 10e6, ...more }).of(one.id)

describe('a FIN is no byte', () => {
  it.each<[TcpState, number, number]>([
    ['ESTAB', 5, 5],
    ['FIN_WAIT1', 5, 4],
    ['FIN_WAIT2', 5, 5],
    ['CLOSE_WAIT', 4, 5],
    ['LAST_ACK', 4, 4],
    ['CLOSING', 4, 4],
    ['TIME_WAIT', 4, 5],
  ])('in %s, of 5 and 5, %i wait to be read and %i are under way', (state, unread, unacknowledged) => {
    const row = rowOf(1, 5, { state, sendQ: 5 })
    expect(unreadIn(row)).toBe(unread)
    expect(of(person(1), { rows: [row] })).toMatchObject({ unread, unacknowledged })
    expect(of(person(1), { rows: [{ ...row, recvQ: 0, sendQ: 0 }] })).toMatchObject({ unread: 0, unacknowledged: 0 })
    expect(of(person(1), { rows: [{ ...row, recvQ: 1, sendQ: 1 }] })).toMatchObject({
      unread: 1 - (5 - unread),
      unacknowledged: 1 - (5 - unacknowledged),
    })
  })
})

it('a datagram socket’s row is nobody’s, whoever it names', () => {
  const row: KernelRow = rowOf(1, 5, { proto: 'udp' })
  expect(of(person(1), { rows: [row] })).toMatchObject({ unread: null, unacknowledged: null })
})

it('a queue is stalled once it has not moved for a second, to the microsecond', () => {
  const mute = person(1, { queued: 9, takenAt: 9e6 })
  expect(of(mute, { now: 10e6 }).waits).toEqual({ for: 'taking', waiting: [] })
  expect(of(mute, { now: 10e6 - 1 }).waits).toBeNull()
})

it('in a run that is frozen everybody waits for that, but who does not take what waits for it', () => {
  const frozen = { frozen: true }
  expect(of(person(1), frozen).waits).toEqual({ for: 'freeze' })
  expect(of(person(1, { state: 'waiting' }), frozen).waits).toEqual({ for: 'freeze' })
  expect(of(person(1, { takenAt: 0, queued: 1 }), frozen).waits).toMatchObject({ for: 'taking' })
  expect(of(person(1), { ...frozen, rows: [rowOf(1, 3)] }).marked).toBe(true)
  expect(of(person(1), { ...frozen, rows: [rowOf(1, 0)] }).marked).toBe(false)
  expect(waitsOf({ processes: [SELECT], people: [], rows: null, now: 0, frozen: true }).frozen).toBe(true)
  expect(waitsOf({ processes: [SELECT], people: [], rows: null, now: 0 }).frozen).toBe(false)
})

it('the call of the program is said with the wait for it, null where it runs', () => {
  expect(of(person(1, { state: 'waiting' })).waits).toEqual({ for: 'accept', call: { call: 'select' } })
  expect(of(person(1, { state: 'waiting' }), { processes: [RUNS] }).waits).toEqual({ for: 'accept', call: null })
  expect(of(person(1, { paused: true })).waits).toEqual({ for: 'turn', call: { call: 'select' } })
  expect(of(person(1, { paused: true, waitsFor: [] })).waits).toMatchObject({ for: 'turn' })
})

it('only who is here and not read is there for the program to turn to', () => {
  const people = [
    person(1, { paused: true }),
    person(2, { paused: true, state: 'closed' }),
    person(3),
    person(4, { paused: true, state: 'ended' }),
  ]
  expect(waitsOf({ processes: [SELECT], people, rows: null, now: 0 }).unread).toEqual([1, 4])
})

it('the beginning of a line is told of the one whom recv reads, and of nobody who has gone', () => {
  const partial = { partialBytes: 9, partialSince: 1e6, endsInCr: false }
  const reads: ProcessView = { id: 'main', line: 'x', waits: { call: 'recv', who: 2 } }
  const lasting = (...people: Participant[]) =>
    waitsOf({ processes: [reads], people, rows: null, now: 10e6 }).processes[0]!.lasting
  expect(lasting(person(1, { partial, partialBytes: 9 }), person(2))).toBeNull()
  expect(lasting(person(1), person(2, { partial, partialBytes: 9 }))).toEqual(partial)
  expect(lasting(person(2, { partial, partialBytes: 9, state: 'closed' }))).toBeNull()
})
