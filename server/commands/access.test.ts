/** Who comes in by a code, by a pass, and when the lab is locked. */
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../core/clock.ts'
import { Access } from './access.ts'

const HOUR = 3_600_000
const accessAt = (clock = new ManualClock(), key = 'key', wantsPin = true): Access =>
  new Access({ clock, key, wantsPin })

describe('the code', () => {
  it('has six digits, lets in, and is another each time', () => {
    const access = accessAt()
    const codes = new Set<string>()
    for (let n = 0; n < 20; n++) {
      const code = access.pin!
      expect(code).toMatch(/^\d{6}$/)
      expect(access.isPin(code)).toBe(true)
      access.renew()
      expect(access.isPin(code)).toBe(false)
      codes.add(code)
    }
    expect(codes.size).toBeGreaterThan(10)
  })

  it('is wanted of newcomers only where the lab has one', () => {
    expect(accessAt().refusal({ browser: 'a' })).toBe('pin-wanted')
    expect(accessAt(undefined, 'key', false).refusal({ browser: 'a' })).toBeNull()
    const none = new Access(null)
    none.renew()
    expect([none.pin, none.open, none.refusal({}), none.passFor('a')]).toEqual([null, true, null, null])
  })
})

describe('a pass', () => {
  it('brings its browser back whatever the code is now and whether the lab is locked, also after a restart', () => {
    const access = accessAt()
    const pass = access.passFor('ana')!
    access.renew()
    access.lock(true)
    expect(access.refusal({ browser: 'ana', pass })).toBeNull()
    expect(accessAt().refusal({ browser: 'ana', pass })).toBeNull()
  })

  it('is good for that browser only, for twelve hours, and for the key that signed it', () => {
    const clock = new ManualClock()
    const access = accessAt(clock)
    const pass = access.passFor('ana')!
    const [until, signature] = pass.split('.')
    const later = (parseInt(until!, 36) + HOUR).toString(36)
    for (const [browser, one] of [
      ['bob', pass],
      [undefined, pass],
      ['ana', `${later}.${signature}`],
      ['ana', `${pass}x`],
      ['ana', ''],
    ] as const) {
      expect(access.refusal({ browser, pass: one }), one).toBe('pin-wanted')
    }
    expect(accessAt(clock, 'another').refusal({ browser: 'ana', pass })).toBe('pin-wanted')
    clock.advance(12 * HOUR - 1)
    expect(access.refusal({ browser: 'ana', pass })).toBeNull()
    clock.advance(1)
    expect(access.refusal({ browser: 'ana', pass })).toBe('pin-wanted')
  })
})

describe('the lock', () => {
  it('keeps newcomers outside, and tells of each change once', () => {
    const access = accessAt(undefined, 'key', false)
    let changes = 0
    access.onChange(() => changes++)
    access.lock(true)
    access.lock(true)
    expect(access.refusal({ browser: 'a' })).toBe('lab-locked')
    access.lock(false)
    expect(access.refusal({ browser: 'a' })).toBeNull()
    expect(changes).toBe(2)
  })
})
