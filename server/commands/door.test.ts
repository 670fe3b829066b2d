/** Who comes in by a code, by a pass, and when the lab is locked. */
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../core/clock.ts'
import { Door } from './door.ts'

const HOUR = 3_600_000
const doorAt = (clock = new ManualClock(), key = 'key', wantsPin = true): Door => new Door({ clock, key, wantsPin })

describe('the code', () => {
  it('has six digits, opens the door, and is another each time', () => {
    const door = doorAt()
    const codes = new Set<string>()
    for (let n = 0; n < 20; n++) {
      const code = door.pin!
      expect(code).toMatch(/^\d{6}$/)
      expect(door.isPin(code)).toBe(true)
      door.renew()
      expect(door.isPin(code)).toBe(false)
      codes.add(code)
    }
    expect(codes.size).toBeGreaterThan(10)
  })

  it('is wanted of newcomers only where the lab has one', () => {
    expect(doorAt().refusal({ browser: 'a' })).toBe('pin-wanted')
    expect(doorAt(undefined, 'key', false).refusal({ browser: 'a' })).toBeNull()
    const none = new Door(null)
    none.renew()
    expect([none.pin, none.open, none.refusal({}), none.passFor('a')]).toEqual([null, true, null, null])
  })
})

describe('a pass', () => {
  it('brings its browser back whatever the code is now and whether the lab is locked, also after a restart', () => {
    const door = doorAt()
    const pass = door.passFor('ana')!
    door.renew()
    door.lock(true)
    expect(door.refusal({ browser: 'ana', pass })).toBeNull()
    expect(doorAt().refusal({ browser: 'ana', pass })).toBeNull()
  })

  it('is good for that browser only, for twelve hours, and for the key that signed it', () => {
    const clock = new ManualClock()
    const door = doorAt(clock)
    const pass = door.passFor('ana')!
    const [until, signature] = pass.split('.')
    const later = (parseInt(until!, 36) + HOUR).toString(36)
    for (const [browser, one] of [
      ['bob', pass],
      [undefined, pass],
      ['ana', `${later}.${signature}`],
      ['ana', `${pass}x`],
      ['ana', ''],
    ] as const) {
      expect(door.refusal({ browser, pass: one }), one).toBe('pin-wanted')
    }
    expect(doorAt(clock, 'another').refusal({ browser: 'ana', pass })).toBe('pin-wanted')
    clock.advance(12 * HOUR - 1)
    expect(door.refusal({ browser: 'ana', pass })).toBeNull()
    clock.advance(1)
    expect(door.refusal({ browser: 'ana', pass })).toBe('pin-wanted')
  })
})

describe('the lock', () => {
  it('keeps newcomers outside, and tells of each change once', () => {
    const door = doorAt(undefined, 'key', false)
    let changes = 0
    door.onChange(() => changes++)
    door.lock(true)
    door.lock(true)
    expect(door.refusal({ browser: 'a' })).toBe('lab-locked')
    door.lock(false)
    expect(door.refusal({ browser: 'a' })).toBeNull()
    expect(changes).toBe(2)
  })
})
