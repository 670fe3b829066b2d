import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isHalfDead, retryDelay, shouldProbe } from './backoff.ts'

describe('retryDelay', () => {
  it('doubles from a quarter of a second to eight', () => {
    expect([0, 1, 2, 5, 6, 50].map((attempt) => retryDelay(attempt, 0))).toEqual([125, 250, 500, 4000, 4000, 4000])
    expect([0, 1, 2, 5, 6, 50].map((attempt) => retryDelay(attempt, 0.999999))).toEqual([
      250, 500, 1000, 8000, 8000, 8000,
    ])
  })

  it('stays in the upper half of its span, whatever the chance', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, chance) => {
        const delay = retryDelay(attempt, chance)
        expect(delay).toBeGreaterThanOrEqual(125)
        expect(delay).toBeLessThanOrEqual(8000)
      }),
    )
  })
})

describe('doubt', () => {
  const calm = { now: 100_000, heard: 99_000, probed: 0, oldest: null }

  it('asks nothing while the lab is heard', () => {
    expect(shouldProbe(calm)).toBe(false)
    expect(shouldProbe({ ...calm, oldest: 96_000 })).toBe(false)
    expect(isHalfDead(calm)).toBe(false)
  })

  it('asks when a request is unanswered for 5 s, and again 5 s later', () => {
    expect(shouldProbe({ ...calm, oldest: 95_000 })).toBe(true)
    expect(shouldProbe({ ...calm, oldest: 95_000, probed: 95_001 })).toBe(false)
    expect(shouldProbe({ ...calm, oldest: 90_000, probed: 95_000 })).toBe(true)
  })

  it('asks when nothing has been heard for 20 s', () => {
    expect(shouldProbe({ ...calm, heard: 80_001 })).toBe(false)
    expect(shouldProbe({ ...calm, heard: 80_000 })).toBe(true)
    expect(shouldProbe({ ...calm, heard: 80_000, probed: 90_000 })).toBe(false)
  })

  it('calls a socket dead that stays silent over an unanswered request for 10 s', () => {
    expect(isHalfDead({ ...calm, oldest: 90_000, heard: 90_500 })).toBe(true)
    expect(isHalfDead({ ...calm, oldest: 90_000, heard: 99_000 })).toBe(false)
    expect(isHalfDead({ ...calm, oldest: 91_000, heard: 90_500 })).toBe(false)
  })
})
