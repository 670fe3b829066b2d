/** Memory that is given back at once, and memory that is not ours to give. */
import { expect, it } from 'vitest'
import { free } from './free.ts'

it('frees what has memory of its own', () => {
  const bytes = new Uint8Array(65_536)
  free(bytes)
  expect(bytes.length).toBe(0)
})

it('leaves a part of something larger, and what is small', () => {
  const whole = new Uint8Array(65_536).fill(7)
  free(whole.subarray(1))
  free(whole.subarray(0, 65_535))
  const small = new Uint8Array(100).fill(7)
  free(small)
  expect([whole.length, whole[65_535], small[99]]).toEqual([65_536, 7, 7])
})
