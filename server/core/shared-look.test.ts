import { expect, it } from 'vitest'
import { SharedLook } from './shared-look.ts'

function begin() {
  const looks: { done: (n: number) => void; fail: (error: Error) => void }[] = []
  const shared = new SharedLook(() => new Promise<number>((done, fail) => looks.push({ done, fail })))
  return { shared, looks }
}

it('is one at a time, and nobody is told what was before it asked', async () => {
  const { shared, looks } = begin()
  const first = shared.ask()
  const later = Array.from({ length: 100 }, () => shared.ask())
  expect(looks).toHaveLength(1)
  looks[0]!.done(1)
  expect(await first).toBe(1)
  await Promise.resolve()
  expect(looks).toHaveLength(2)
  const last = shared.ask()
  looks[1]!.done(2)
  expect(await Promise.all(later)).toEqual(Array<number>(100).fill(2))
  await new Promise((resolve) => setImmediate(resolve))
  expect(looks).toHaveLength(3)
  looks[2]!.done(3)
  expect(await last).toBe(3)
})

it('goes on after a look that failed', async () => {
  const { shared, looks } = begin()
  const [first, second] = [shared.ask(), shared.ask()]
  looks[0]!.fail(new Error('no table'))
  await expect(first).rejects.toThrow('no table')
  await new Promise((resolve) => setImmediate(resolve))
  looks[1]!.done(2)
  expect(await second).toBe(2)
  await new Promise((resolve) => setImmediate(resolve))
  const third = shared.ask()
  looks[2]!.done(3)
  expect(await third).toBe(3)
})
