import { describe, expect, it } from 'vitest'
import { stretch } from './lifelines.ts'

const strip = { first: 9, last: 18, rowHeight: 40 }
const all = { seqAt: (row: number) => row + 1, rowOf: (seq: number) => seq - 1 }
/** Only every tenth event. */
const tenth = { seqAt: (row: number) => (row + 1) * 10, rowOf: (seq: number) => Math.ceil(seq / 10) - 1 }

describe('stretch', () => {
  it('begins and ends in the middle of the rows of its events', () => {
    expect(stretch(all, strip, 12, 15)).toEqual({ top: 100, bottom: 220 })
  })
  it('is cut to the rows on screen', () => {
    expect(stretch(all, strip, 2, Infinity)).toEqual({ top: 0, bottom: 400 })
    expect(stretch(all, strip, 12, 900)).toEqual({ top: 100, bottom: 400 })
    expect(stretch(all, strip, 2, 12)).toEqual({ top: 0, bottom: 100 })
  })
  it('is nothing where it lies above or below', () => {
    expect(stretch(all, strip, 1, 5)).toBeNull()
    expect(stretch(all, strip, 40, Infinity)).toBeNull()
    expect(stretch(all, { ...strip, last: 8 }, 1, Infinity)).toBeNull()
  })
  it('begins between rows where a filter hides its event', () => {
    expect(stretch(tenth, strip, 115, 140)).toEqual({ top: 80, bottom: 180 })
  })
})
