import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { QUEUE_MOST } from '#shared/model/constants.ts'
import { asPeer, receiver, Room, type Receiver } from './backpressure.fixture.ts'

const MIB = 1_048_576

describe('with queues', () => {
  let room: Room
  const [yes, ana, bob] = [1, 2, 3]
  let stalled: Receiver

  beforeEach(() => {
    room = new Room('queues')
    stalled = receiver(9)
  })

  it('only who filled the queue waits, until a quarter of its share is left', () => {
    room.fill(stalled, ana, 100)
    room.fill(stalled, yes, MIB)
    expect(room.paused(yes, ana, bob)).toEqual([false, false, false])
    room.fill(stalled, yes, 1)
    expect(room.paused(yes, ana, bob, 9)).toEqual([true, false, false, false])
    room.take(stalled, 100 + (MIB * 3) / 4)
    expect(room.paused(yes)).toEqual([true])
    room.take(stalled, 1)
    expect(room.paused(yes)).toEqual([false])
  })

  it('who filled two queues goes on when both have room', () => {
    const other = receiver(8)
    for (const one of [stalled, other]) room.fill(one, yes, 2 * MIB)
    room.take(stalled, 2 * MIB)
    expect(room.paused(yes)).toEqual([true])
    room.backpressure.gone(asPeer(other))
    expect(room.paused(yes)).toEqual([false])
  })

  it('thirty who say lines of 915 bytes, a thousand a second together, wait for nobody until it is closed', () => {
    for (let second = 0; second < 10; second++) {
      for (let one = 20; one < 50; one++) room.fill(stalled, one, 30_500)
    }
    expect(stalled.connection.queued).toBeGreaterThan(8 * MIB)
    expect(room.paused(20, 35, 49)).toEqual([false, false, false])
  })

  it('the fuller a queue is, the less each sender may have there; who has nothing there never waits', () => {
    for (let one = 20; one < 31; one++) room.fill(stalled, one, MIB)
    expect(room.paused(20, 30)).toEqual([false, false])
    room.fill(stalled, 31, 400_000)
    expect(room.paused(20, 31)).toEqual([true, false])
    room.fill(stalled, 32, 400_000)
    expect(room.paused(20, 31, 32, 33)).toEqual([true, true, true, false])
  })

  it.each([2, 12, 16, 32, 100, 200])('%i who say all they can are paused before the queue is too large', (count) => {
    const senders = Array.from({ length: count }, (_, i) => 100 + i)
    for (let round = 0; round < 40; round++) {
      // A read has 64 KiB, and who is not paused reads on.
      for (const one of senders) if (!room.backpressure.holds(one)) room.fill(stalled, one, 65_536)
    }
    expect(senders.every((one) => room.backpressure.holds(one))).toBe(true)
    expect(room.told).toEqual([])
  })

  it('what a connection refuses counts for nobody', () => {
    room.fill(stalled, yes, 2 * MIB)
    stalled.connection.canSend = false
    for (let i = 0; i < 40; i++) room.fill(stalled, bob, MIB)
    expect(room.paused(yes, bob)).toEqual([true, false])
  })

  it('who has gone waits for nobody, and is not told of', () => {
    room.fill(stalled, yes, 2 * MIB)
    room.backpressure.left(asPeer(receiver(yes)))
    room.clock.advance(1000)
    room.take(stalled, 10)
    expect(room.paused(yes)).toEqual([false])
    expect(room.told).toEqual([])
    room.fill(stalled, bob, 2 * MIB)
    room.clock.advance(1000)
    room.backpressure.left(asPeer(receiver(bob)))
    expect(room.told).toEqual(['blocked by 9: 3', 'unblocked by 9: 3'])
  })

  it('who is being closed already has a time of its own for it, and a run that ends tells of nobody', () => {
    room.fill(stalled, yes, 2 * MIB)
    stalled.ending = 'half-closed-too-long'
    room.clock.advance(30_000)
    expect(room.told).toEqual(['blocked by 9: 1'])
    const other = receiver(8)
    room.fill(other, yes, 2 * MIB)
    room.backpressure.rest()
    room.clock.advance(30_000)
    expect(room.told).toEqual(['blocked by 9: 1'])
  })

  it('a wait that is soon over is not told; a longer one is, of whom and for whom', () => {
    room.fill(stalled, yes, 2 * MIB)
    room.clock.advance(200)
    room.take(stalled, 2 * MIB)
    room.clock.advance(60_000)
    expect(room.told).toEqual([])
    room.fill(stalled, yes, 2 * MIB)
    room.clock.advance(600)
    room.fill(stalled, bob, 2 * MIB)
    room.clock.advance(600)
    expect(room.told).toEqual(['blocked by 9: 1', 'blocked by 9: 3'])
    expect(room.backpressure.told).toEqual([{ peer: stalled, senders: [yes, bob] }])
    room.take(stalled, 2 * MIB)
    expect(room.told.at(-1)).toBe('unblocked by 9: 1')
    room.backpressure.gone(asPeer(stalled))
    expect(room.told.at(-1)).toBe('lost 9: 3')
    expect(room.backpressure.told).toEqual([])
  })

  it('who takes nothing for 10 s is too slow, however little waits; who takes a little now and then is not', () => {
    const patient = receiver(8)
    room.fill(stalled, ana, 1)
    room.fill(patient, ana, 100)
    for (let second = 0; second < 30; second++) {
      room.clock.advance(1000)
      room.take(patient, 1)
      if (second === 8) expect(room.told).toEqual([])
    }
    expect(room.told).toEqual(['too slow 9'])
    room.clock.advance(11_000)
    expect(room.told).toEqual(['too slow 9', 'too slow 8'])
  })

  it('says since when a receiver takes nothing', () => {
    room.clock.advance(1000)
    room.fill(stalled, ana, 10)
    expect(stalled.takenAt).toBe(1_000_000)
    room.clock.advance(2000)
    room.take(stalled, 1)
    expect(stalled.takenAt).toBe(3_000_000)
    room.take(stalled, 9)
    expect(stalled.takenAt).toBeNull()
  })

  it('a queue beyond 16 MiB is closed at once, and so is the largest when those of the run reach 64 MiB', () => {
    for (let one = 100; one < 116; one++) room.fill(stalled, one, MIB)
    expect(room.told).toEqual([])
    room.fill(stalled, 100, 1)
    expect(room.told).toEqual(['too slow 9'])
    const others = [10, 11, 12, 13, 14].map(receiver)
    for (const [i, one] of others.entries()) for (let n = 0; n < 12 + i; n++) room.fill(one, 200 + n, MIB)
    expect(room.told.slice(1)).toEqual(['too slow 13'])
    // What is being closed counts no more.
    room.backpressure.gone(asPeer(others[3]!))
    room.fill(receiver(15), 300, MIB)
    expect(room.told).toHaveLength(2)
  })

  it('whatever anybody reads and says: no queue beyond its bound, and nobody waits who has little in each', () => {
    const act = fc.record({
      who: fc.integer({ min: 1, max: 6 }),
      says: fc.integer({ min: 0, max: 700_000 }),
      reader: fc.integer({ min: 1, max: 6 }),
      takes: fc.integer({ min: 0, max: 3_000_000 }),
    })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 150 }), fc.subarray([1, 2, 3, 4, 5, 6]), (acts, readers) => {
        const all = new Room('queues')
        const people = [1, 2, 3, 4, 5, 6].map(receiver)
        const shares = people.map(() => new Map<number, number>())
        const queues = people.map(() => [] as { from: number; bytes: number }[])
        for (const { who, says, reader, takes } of acts) {
          // A sender that is paused says nothing.
          if (!all.backpressure.holds(who)) {
            for (const [i, to] of people.entries()) {
              all.fill(to, who, says)
              if (to.id !== who && says > 0) queues[i]!.push({ from: who, bytes: says })
            }
          }
          if (readers.includes(reader)) {
            let left = Math.min(takes, people[reader - 1]!.connection.queued)
            all.take(people[reader - 1]!, takes)
            while (left > 0) {
              const oldest = queues[reader - 1]![0]!
              const gone = Math.min(left, oldest.bytes)
              oldest.bytes -= gone
              left -= gone
              if (oldest.bytes === 0) queues[reader - 1]!.shift()
            }
          }
          for (const [i, queue] of queues.entries()) {
            shares[i]!.clear()
            for (const { from, bytes } of queue) shares[i]!.set(from, (shares[i]!.get(from) ?? 0) + bytes)
            expect(people[i]!.connection.queued).toBe([...shares[i]!.values()].reduce((a, b) => a + b, 0))
          }
          for (const { id } of people) {
            const most = Math.max(...shares.map((of) => of.get(id) ?? 0))
            if (most <= MIB / 4) expect(all.backpressure.holds(id)).toBe(false)
            if (most > MIB) expect(all.backpressure.holds(id)).toBe(true)
          }
        }
        // Each sender stops within its own limit and what it said last.
        for (const { connection } of people) expect(connection.queued).toBeLessThan(QUEUE_MOST)
        expect(all.told.filter((word) => word.startsWith('too slow'))).toEqual([])
      }),
    )
  })
})
