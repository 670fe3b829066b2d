import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabEvent } from '#shared/protocol/events.ts'
import { sampleEvent } from '../events/sample.ts'
import { sampleParticipant } from '#shared/state/samples.fixture.ts'
import { receiversOf } from './receivers.ts'
import { Spans } from './spans.ts'

const told = (...events: LabEvent[]): Spans => {
  const spans = new Spans()
  for (const event of events) spans.note(event)
  return spans
}

describe('Spans', () => {
  const ana = sampleParticipant(1, { joinedSeq: 3 })

  it('has nobody wait who was accepted at once', () => {
    expect(told(sampleEvent('connected', 3, 1)).of(ana)).toEqual([])
  })

  it('waits from connect to accept', () => {
    const spans = told(sampleEvent('connected', 3, 1, { accepted: false }), sampleEvent('accepted', 9, 1))
    expect(spans.of(ana)).toEqual([{ kind: 'waiting', from: 3, to: 9 }])
    expect([3, 8, 9].map((seq) => spans.waitingAt(ana, seq))).toEqual([true, true, false])
  })

  it('knows who waits now, and who waited until accept, though connect was never on screen', () => {
    expect(told().of({ ...ana, state: 'waiting' })).toEqual([{ kind: 'waiting', from: 3, to: Infinity }])
    expect(told(sampleEvent('accepted', 9, 1)).of(ana)).toEqual([{ kind: 'waiting', from: 3, to: 9 }])
  })

  it('holds up once or several times, and ends with the connection', () => {
    const events = [5, 12].map((seq) => sampleEvent('blocked', seq, 1))
    const spans = told(...events, sampleEvent('unblocked', 8, 1))
    expect(spans.of({ ...ana, leftSeq: 20 })).toEqual([
      { kind: 'blocked', from: 5, to: 8 },
      { kind: 'blocked', from: 12, to: 20 },
    ])
  })

  it('is half-closed from FIN to the end', () => {
    expect(told(sampleEvent('ended', 7, 1)).of({ ...ana, leftSeq: 11 })).toEqual([
      { kind: 'half-closed', from: 7, to: 11 },
    ])
  })

  it('does not depend on the order in which events are seen, nor on seeing them twice', () => {
    const kinds = fc.constantFrom('blocked' as const, 'unblocked' as const)
    const story = fc.uniqueArray(fc.tuple(fc.integer({ min: 4, max: 40 }), kinds), {
      selector: ([seq]) => seq,
      maxLength: 12,
    })
    fc.assert(
      fc.property(story, fc.infiniteStream(fc.nat()), (told_, random) => {
        const events = told_.map(([seq, kind]) => sampleEvent(kind, seq, 1))
        const shuffled = events
          .flatMap((event) => [event, event])
          .map((event) => ({ event, key: random.next().value }))
          .sort((a, b) => Number(a.key) - Number(b.key))
          .map(({ event }) => event)
        expect(told(...shuffled).of(ana)).toEqual(told(...events).of(ana))
      }),
    )
  })
})

describe('receiversOf', () => {
  const people = [
    sampleParticipant(1, { joinedSeq: 3 }),
    sampleParticipant(2, { joinedSeq: 4 }),
    sampleParticipant(3, { joinedSeq: 5, leftSeq: 9 }),
    sampleParticipant(4, { joinedSeq: 6, state: 'waiting' }),
    sampleParticipant(5, { joinedSeq: 12 }),
  ]
  const to = (seq: number, audience: 'others' | 'console' | number[]): number[] =>
    receiversOf(sampleEvent('lines', seq, 1, { to: audience }), people, told())

  it('sends to all the others who are there and accepted', () => {
    expect(to(8, 'others')).toEqual([2, 3])
    expect(to(10, 'others')).toEqual([2])
    expect(to(20, 'others')).toEqual([2, 5])
  })
  it('sends to those who are named, and to nobody for the console', () => {
    expect(to(8, [2, 5])).toEqual([2, 5])
    expect(to(8, 'console')).toEqual([])
  })
})
