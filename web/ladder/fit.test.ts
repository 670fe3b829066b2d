import { describe, expect, it } from 'vitest'
import { fit } from './fit.ts'

describe('what of a label fits', () => {
  it('is all of it where there is room', () => {
    expect(fit('connect · en attente', 20)).toBe('connect · en attente')
  })
  it('is its first parts, each whole, where there is not', () => {
    expect(fit('connect · en attente', 19)).toBe('connect')
    expect(fit('en cours · 13 o · port 59180', 20)).toBe('en cours · 13 o')
  })
  it('is the first part at least, which alone is cut on screen', () => {
    expect(fit('connect · en attente', 3)).toBe('connect')
    expect(fit('', 0)).toBe('')
  })
})
