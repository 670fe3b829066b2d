import { describe, expect, it } from 'vitest'
import type { Participant } from '#shared/protocol/model.ts'
import type { ProcessView } from '#shared/protocol/program.ts'
import { waitsOf } from '#shared/state/waits.ts'
import { sampleParticipant } from '#shared/state/samples.fixture.ts'
import { ByNeed, isMeant, KEEPS_MS, needsOf, type Need } from './need.ts'

const ids = ({ people }: { people: { id: number }[] }): number[] => people.map(({ id }) => id)
const people = [1, 2, 3, 4].map((id) => sampleParticipant(id))
const needs = (...of: Need[]): Map<number, Need> => new Map(of.map((need, i) => [i + 1, need]))

/** What each needs, where no table tells of bytes. */
const needed = (
  all: Participant[],
  process: ProcessView = { id: 'main', line: 'x', waits: { call: 'select' } },
): Need[] => [...needsOf(all, waitsOf({ processes: [process], people: all, rows: null, now: 10e6 })).values()]

describe('what somebody needs', () => {
  it('is most where others wait for it, whether its queue or the program keeps them', () => {
    const queue = [sampleParticipant(1, { paused: true, waitsFor: [3] }), sampleParticipant(2), sampleParticipant(3)]
    expect(needed(queue)).toEqual([1, 2, 0])
    const turn = [sampleParticipant(1), sampleParticipant(2, { paused: true }), sampleParticipant(3)]
    const reads = { id: 'main', line: 'x', waits: { call: 'recv' as const, who: 3 } }
    expect(needed(turn, reads)).toEqual([2, 1, 0])
    // Nobody waits: that the program reads somebody is no trouble.
    expect(needed(people, reads)).toEqual([2, 2, 2, 2])
  })

  it('is something where accept or the end of a line is missing', () => {
    const partial = { partialBytes: 9, partialSince: 0, endsInCr: false }
    const all = [sampleParticipant(1, { state: 'waiting' }), sampleParticipant(2, { partial }), sampleParticipant(3)]
    expect(needed(all)).toEqual([1, 1, 2])
  })
})

describe('the list', () => {
  it('has by need, then as they came', () => {
    expect(ids(new ByNeed().order(people, needs(2, 1, 2, 0), 0))).toEqual([4, 2, 1, 3])
  })

  it('lets one up at once, and down after a while only', () => {
    const list = new ByNeed()
    list.order(people, needs(2, 2, 2, 2), 0)
    expect(ids(list.order(people, needs(2, 2, 2, 0), 10))).toEqual([4, 1, 2, 3])
    const kept = list.order(people, needs(2, 2, 2, 2), 20)
    expect([ids(kept), kept.again]).toEqual([[4, 1, 2, 3], 20 + KEEPS_MS])
    // What it needs meanwhile counts at once.
    expect(ids(list.order(people, needs(0, 2, 2, 2), 30))).toEqual([1, 4, 2, 3])
    const after = list.order(people, needs(2, 2, 2, 2), 20 + KEEPS_MS)
    expect([ids(after), after.again]).toEqual([[1, 2, 3, 4], 20 + 2 * KEEPS_MS])
    expect(list.order(people, needs(2, 2, 2, 2), 20 + 2 * KEEPS_MS).again).toBe(Infinity)
  })

  it('is searched by names and addresses, without regard to accents', () => {
    const lea = { name: 'Léa', address: '10.0.0.7:51512' }
    expect(['lea', 'LÉ', '0.7', ':515', ' léa '].map((typed) => isMeant(lea, typed))).toEqual(Array(5).fill(true))
    expect(isMeant(lea, 'bob')).toBe(false)
  })
})
