import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { HIGH_WATER } from '../../endpoints/port.ts'
import { Backpressure } from './backpressure.ts'
import type { Peer } from './peer.ts'

/** All that the flow looks at in a peer: its queue, and what the kernel has taken. */
const peer = (id: number) => ({ id, connection: { queued: 0, taken: 0 } }) as unknown as Peer
const fill = (one: Peer, queued: number, taken = 0) => Object.assign(one.connection, { queued, taken })

describe('Flow', () => {
  let clock: ManualClock
  let flow: Backpressure
  let told: string[]
  const [ana, bob] = [peer(1), peer(2)]

  beforeEach(() => {
    clock = new ManualClock()
    told = []
    const tell = (word: string) => (one: Peer) => void told.push(`${word} ${one.id}`)
    flow = new Backpressure(clock, 10_000, {
      blocked: tell('held up by'),
      unblocked: tell('released by'),
      tooSlow: tell('too slow'),
      changed: () => void told.push('changed'),
    })
    for (const one of [ana, bob]) fill(one, 0)
  })

  it('holds everybody but the one that does not read, and all of them when two do not', () => {
    fill(ana, HIGH_WATER - 1)
    flow.wrote(ana)
    expect(flow.holds(bob)).toBe(false)
    fill(ana, HIGH_WATER)
    flow.wrote(ana)
    expect([flow.holds(ana), flow.holds(bob)]).toEqual([false, true])
    fill(bob, HIGH_WATER)
    flow.wrote(bob)
    expect([flow.holds(ana), flow.holds(bob)]).toEqual([true, true])
    flow.cleared(ana)
    flow.cleared(bob)
    expect([flow.holds(ana), flow.holds(bob)]).toEqual([false, false])
  })

  it('says nothing of a hold-up that is soon over', () => {
    fill(ana, HIGH_WATER)
    flow.wrote(ana)
    clock.advance(249)
    flow.cleared(ana)
    clock.advance(60_000)
    expect(told).toEqual(['changed', 'changed'])
  })

  it('calls a peer too slow that takes nothing for 10 s', () => {
    fill(ana, HIGH_WATER)
    flow.wrote(ana)
    clock.advance(9999)
    expect(told).toEqual(['changed', 'held up by 1'])
    clock.advance(1001)
    expect(told.at(-1)).toBe('too slow 1')
    flow.cleared(ana)
    expect(told.slice(-2)).toEqual(['released by 1', 'changed'])
  })

  it('has patience with one that takes a little now and then', () => {
    fill(ana, HIGH_WATER)
    flow.wrote(ana)
    for (let n = 1; n <= 10; n++) {
      clock.advance(8000)
      fill(ana, HIGH_WATER, n)
    }
    expect(told).not.toContain('too slow 1')
    clock.advance(12_000)
    expect(told).toContain('too slow 1')
  })
})
