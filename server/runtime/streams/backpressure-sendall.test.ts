import { describe, expect, it } from 'vitest'
import { asPeer, receiver, Room } from './backpressure.fixture.ts'

describe('with sendall', () => {
  it('the only process waits with everybody, the one that does not read among them, from the first byte that waits', () => {
    const room = new Room('sendall')
    const mute = receiver(2)
    room.fill(mute, 1, 1)
    expect(room.paused(0, 1, 2, 3)).toEqual([true, true, true, true])
    expect(room.backpressure.blocksProgram).toBe(true)
    room.clock.advance(500)
    expect(room.told).toEqual(['blocked by 2: program'])
    room.take(mute, 1)
    expect(room.told.at(-1)).toBe('unblocked by 2: program')
    room.fill(mute, 1, 1)
    room.clock.advance(500)
    room.backpressure.gone(asPeer(mute))
    expect(room.told.at(-1)).toBe('lost 2: program')
    expect(room.paused(0, 1, 2, 3)).toEqual([false, false, false, false])
  })

  it('stands there for as long as it takes where nobody is to be closed for it', () => {
    const room = new Room('sendall', Infinity)
    room.fill(receiver(2), 1, 1)
    room.clock.advance(3_600_000)
    expect(room.told).toEqual(['blocked by 2: program'])
  })

  it('with a process for each, waits for what it sends itself', () => {
    const room = new Room('sendall-each')
    const mute = receiver(2)
    room.fill(mute, 1, 100)
    room.fill(mute, 3, 100)
    expect(room.paused(0, 1, 2, 3, 4)).toEqual([false, true, false, true, false])
    room.take(mute, 100)
    expect(room.paused(1, 3)).toEqual([false, true])
    expect(room.backpressure.blocksProgram).toBe(false)
  })
})
