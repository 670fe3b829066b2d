/** Runs by page and by address. */
import { beforeEach, describe, expect, it } from 'vitest'
import { LabError } from '../../core/errors.ts'
import { DEFAULT_LIMITS } from '../run/limits.ts'
import { RunPlaces } from './run-places.ts'

let places: RunPlaces
/** Few, so that they are soon taken. */
const LIMITS = { ...DEFAULT_LIMITS, runs: 32, runsPerAddress: 24 }
beforeEach(() => (places = new RunPlaces(LIMITS)))

/** How many runs so many new pages of one address get, each asking for one. */
function got(address: string, pages: number, from = 0): number {
  let runs = 0
  for (let page = from; page < from + pages; page++) {
    try {
      places.take({ by: { page, address } })
      runs++
    } catch (error) {
      expect(error).toBeInstanceOf(LabError)
    }
  }
  return runs
}

describe('runs', () => {
  it('of one address are 24, however many pages it opens', () => {
    expect(got('127.0.0.1', 40)).toBe(24)
    expect(() => places.take({ by: { page: 99, address: '127.0.0.1' } })).toThrow(
      expect.objectContaining({
        code: 'too-many-runs-of-address',
        params: { limit: 24, flag: '--max-runs-per-address' },
      }),
    )
    expect(() => places.take({ by: { address: '127.0.0.1' } })).toThrow('--max-runs-per-address')
  })

  it('that are kept are for addresses that have none, not for new pages of one that has', () => {
    got('10.0.0.1', 24)
    expect(got('10.0.0.2', 40, 100)).toBe(8)
    expect(got('10.0.0.3', 40, 200)).toBe(1)
    expect(got('10.0.0.4', 40, 300)).toBe(1)
  })

  it('that are kept for the teacher nobody else takes, whatever its address', () => {
    for (let host = 1; host < 60; host++) got(`10.0.0.${host}`, 40, host * 100)
    expect(got('10.0.1.1', 1, 9000)).toBe(0)
    const from = { address: '10.0.0.1', atMachine: true, isTeacher: true }
    const places3 = [1, 2, 3].map((page) => places.take({ by: { page, address: '10.0.0.1' }, from }))
    expect(places3).toHaveLength(3)
  })
})
