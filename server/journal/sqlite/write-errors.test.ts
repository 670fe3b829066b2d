import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { freeIn, writeTrouble } from './write-errors.ts'

describe('a write that failed', () => {
  it('is of a full disk where the disk is full, and EIO is not called that', () => {
    expect(writeTrouble(13, () => 1)).toBe('disk-full')
    for (const code of [778, 1034, 1546]) {
      expect(writeTrouble(code, () => 4096)).toBe('journal-failed')
      expect(writeTrouble(code, () => 0)).toBe('disk-full')
    }
    expect(writeTrouble(11, () => 0)).toBe('journal-failed')
  })

  it('asks the disk, where there is one', () => {
    expect(freeIn(tmpdir())).toBeGreaterThan(0)
    expect(freeIn('/no/where')).toBe(Infinity)
  })
})
