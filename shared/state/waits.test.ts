import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KernelRow, TcpState } from '../model/kernel.ts'
import type { Participant } from '../protocol/model.ts'
import type { ProcessView, Waiting } from '../protocol/program.ts'
import { sampleParticipant as person, sampleRow as rowOf } from './samples.fixture.ts'
import { unreadIn, waitsOf, type Seen } from './waits.ts'

const main = (waits: Waiting | null): ProcessView => ({ id: 'main', line: 'x', waits })
const reads = (who: number): ProcessView => main({ call: 'recv', who })
const seen = (more: Partial<Seen>): Seen => ({ processes: [reads(1)], people: [], rows: [], now: 10e6, ...more })

describe('who waits', () => {
  it('is marked where bytes wait, and gets a quiet word where none do, or none are known of', () => {
    const people = [person(1), person(2, { paused: true })]
    const of = (rows: Seen['rows']) => waitsOf(seen({ people, rows })).of(2)
    expect(of([rowOf(2, 25)])).toMatchObject({ waits: { for: 'turn' }, unread: 25, marked: true })
    expect(of([rowOf(2, 0)])).toMatchObject({ waits: { for: 'turn' }, unread: 0, marked: false })
    expect(of([])).toMatchObject({ waits: { for: 'turn' }, unread: null, marked: false })
    expect(of(null)).toMatchObject({ waits: { for: 'turn' }, unread: null, marked: false })
  })

  it('counts no FIN as a byte, and takes the other end’s queue for nobody’s', () => {
    const people = [person(1), person(2, { paused: true })]
    const of = (row: KernelRow) => waitsOf(seen({ people, rows: [row] })).of(2)
    expect(of(rowOf(2, 1, { state: 'CLOSE_WAIT' }))).toMatchObject({ unread: 0, marked: false })
    expect(of(rowOf(2, 6, { state: 'CLOSE_WAIT' }))).toMatchObject({ unread: 5, marked: true })
    expect(of(rowOf(2, 6, { side: 'peer' })).unread).toBeNull()
    expect(unreadIn({ state: 'CLOSE_WAIT', recvQ: 0 })).toBe(0)
  })

  it('is not who is read, by whichever process', () => {
    const people = [person(1, { paused: true }), person(2, { paused: true })]
    const child: ProcessView = { id: 'child-2', line: 'recv', waits: { call: 'recv', who: 2 } }
    const waits = waitsOf(seen({ people, processes: [main({ call: 'wait' }), child], rows: [rowOf(2, 4)] }))
    expect(waits.of(2).waits).toBeNull()
    expect(waits.of(1).waits).toEqual({ for: 'turn', call: { call: 'wait' } })
    expect(waits.unread).toEqual([1])
  })

  it('marks who does not take what waits for it, and not those who wait for that', () => {
    const mute = person(1, { queued: 9, takenAt: 3e6 })
    const people = [mute, person(2, { paused: true, waitsFor: [1] })]
    const waits = waitsOf(seen({ people, rows: [rowOf(2, 4000)] }))
    expect(waits.of(1)).toMatchObject({ waits: { for: 'taking', waiting: [2] }, since: 3e6, queued: 9, marked: true })
    expect(waits.of(2)).toMatchObject({ waits: { for: 'queues', of: [1] }, unread: 4000, marked: false })
    expect(waitsOf(seen({ people: [mute], now: 3.5e6 })).of(1).waits).toBeNull()
  })

  it('tells the line that recv has brought the beginning of, once it has lasted', () => {
    const partial = { partialBytes: 9, partialSince: 5e6, endsInCr: false }
    const people = [person(1, { partial, partialBytes: 9 })]
    expect(waitsOf(seen({ people })).processes[0]?.lasting).toEqual(partial)
    expect(waitsOf(seen({ people })).of(1)).toMatchObject({ lasting: partial, since: 5e6 })
    expect(waitsOf(seen({ people, now: 5.5e6 })).processes[0]?.lasting).toBeNull()
  })
})

const STATES: TcpState[] = ['ESTAB', 'CLOSE_WAIT', 'FIN_WAIT1', 'FIN_WAIT2', 'LAST_ACK', 'CLOSING', 'TIME_WAIT']
const ids = fc.integer({ min: 1, max: 5 })
const anyPerson = (id: number) =>
  fc
    .record(
      {
        state: fc.constantFrom('waiting', 'open', 'ended', 'closed'),
        paused: fc.boolean(),
        queued: fc.nat(),
        takenAt: fc.nat(20e6),
        waitsFor: fc.array(ids, { maxLength: 2 }),
      },
      { requiredKeys: ['state', 'paused', 'queued'] },
    )
    .map((more) => person(id, more as Partial<Participant>))
const anyRow = fc
  .tuple(ids, fc.nat(5000), fc.nat(5000), fc.constantFrom(...STATES), fc.constantFrom('program', 'peer'))
  .map(([id, recvQ, sendQ, state, side]) => rowOf(id, recvQ, { sendQ, state, side }))
const anySeen: fc.Arbitrary<Seen> = fc.record({
  processes: fc.array(
    fc.oneof(
      ids.map(reads),
      fc.constantFrom<ProcessView>(main({ call: 'accept' }), main({ call: 'select' }), main(null)),
    ),
    { maxLength: 3 },
  ),
  people: fc.tuple(...[1, 2, 3, 4, 5].map(anyPerson)),
  rows: fc.option(
    fc.uniqueArray(anyRow, { maxLength: 8, selector: ({ participant, side }) => `${participant} ${side}` }),
  ),
  now: fc.nat(20e6),
})

describe('whatever is seen of a run', () => {
  it('says of bytes what the kernel’s row says, and nothing where there is no row', () => {
    fc.assert(
      fc.property(anySeen, (all) => {
        const waits = waitsOf(all)
        for (const { id, state } of all.people) {
          const row = all.rows?.find((one) => one.participant === id && one.side === 'program')
          const told = waits.of(id)
          if (state === 'closed' || all.processes.length === 0) expect(told.waits).toBeNull()
          else expect(told.unread).toBe(row ? unreadIn(row) : null)
        }
      }),
    )
  })

  it('marks nobody for its turn alone, and nobody who is gone or read', () => {
    fc.assert(
      fc.property(anySeen, (all) => {
        const waits = waitsOf(all)
        for (const one of all.people) {
          const told = waits.of(one.id)
          if (told.marked && told.waits?.for === 'turn') expect(told.unread).toBeGreaterThan(0)
          if (one.state === 'closed' || all.processes.length === 0) expect(told.marked).toBe(false)
          if (waits.unread.includes(one.id)) {
            expect(all.processes.some(({ waits: at }) => at?.call === 'recv' && at.who === one.id)).toBe(false)
          }
        }
      }),
    )
  })

  it('says of everybody who is there and waits for nothing that the program reads it', () => {
    fc.assert(
      fc.property(anySeen, (all) => {
        fc.pre(all.processes.length > 0)
        for (const one of all.people) {
          if (one.state === 'closed' || waitsOf(all).of(one.id).waits !== null) continue
          const isRead = all.processes.some(({ waits }) => waits?.call === 'recv' && waits.who === one.id)
          expect(!one.paused || isRead).toBe(true)
        }
      }),
    )
  })
})
