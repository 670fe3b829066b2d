/** Codes are looked at at once until many were wrong, and in turn from then on. */
import { beforeEach, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { PinTries } from './pin-tries.ts'

let clock: ManualClock
let tries: PinTries
let answers: string[]
beforeEach(() => {
  clock = new ManualClock()
  tries = new PinTries(clock)
  answers = []
})

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
async function tryOne(name: string, address: string, right = false, wanted = () => true): Promise<void> {
  void tries.try(address, () => right, wanted).then((answer) => answers.push(`${name} ${answer}`))
  await settled()
}
async function later(ms: number): Promise<string[]> {
  clock.advance(ms)
  await settled()
  return answers.splice(0)
}

it('looks at any number of right codes at once', async () => {
  for (let n = 0; n < 100; n++) await tryOne('ana', '10.0.0.1', true)
  expect(answers).toHaveLength(100)
})

it('looks at thirty wrong ones at once, then at one in two seconds, addresses in turn, right ones among them', async () => {
  for (let n = 0; n < 33; n++) await tryOne(`mallory${n}`, '10.0.0.66')
  await tryOne('ana', '10.0.0.1', true)
  expect(answers.splice(0)).toHaveLength(30)
  expect(await later(1999)).toEqual([])
  expect(await later(1)).toEqual(['mallory32 false'])
  // A right one takes nothing: the next may be looked at too.
  expect(await later(2000)).toEqual(['ana true', 'mallory31 false'])
  expect(await later(2000)).toEqual(['mallory30 false'])
})

it('keeps nobody waiting behind who guesses at the same address', async () => {
  for (let n = 0; n < 180; n++) await tryOne('mallory', '10.0.0.66')
  answers.splice(0)
  await tryOne('ana', '10.0.0.66', true)
  const seen: string[] = []
  while (!seen.includes('ana true') && seen.length < 10) {
    seen.push(...(await later(2000)))
    // Who is answered guesses again at once.
    await tryOne('mallory', '10.0.0.66')
  }
  expect(seen.length).toBeLessThanOrEqual(3)
})

it('spends nothing on who has gone', async () => {
  for (let n = 0; n < 30; n++) await tryOne('mallory', '10.0.0.66')
  answers.splice(0)
  let here = true
  for (let n = 0; n < 50; n++) await tryOne('gone', '10.0.0.66', false, () => here)
  await tryOne('bob', '10.0.0.66', true)
  here = false
  expect(await later(2000)).toEqual(['bob true'])
})

it('has thirty again after a minute of rest', async () => {
  for (let n = 0; n < 30; n++) await tryOne('mallory', '10.0.0.66')
  expect(await later(60_000)).toHaveLength(30)
  for (let n = 0; n < 31; n++) await tryOne('mallory', '10.0.0.66')
  expect(answers).toHaveLength(30)
})

it('lets a thousand wait: for one more, one of the address that has most of them comes again, and never the right code of another', async () => {
  for (let n = 0; n < 30; n++) await tryOne('mallory', '10.0.0.66')
  answers.splice(0)
  const sentAway: number[] = []
  for (let n = 0; n < 1000; n++)
    void tries
      .try(
        '10.0.0.66',
        () => false,
        () => true,
      )
      .then((right) => right === null && sentAway.push(n))
  await tryOne('ana', '10.0.0.1', true)
  expect(sentAway).toEqual([0])
  await tryOne('bob', '10.0.0.2', true)
  expect(sentAway).toEqual([0, 1])
  const told = [...(await later(2000)), ...(await later(2000)), ...(await later(2000))]
  expect(told).toEqual(['ana true', 'bob true'])
})

it('forgets those who have gone before it sends anybody away', async () => {
  for (let n = 0; n < 30; n++) await tryOne('mallory', '10.0.0.66')
  let here = true
  const told: (boolean | null)[] = []
  for (let n = 0; n < 1000; n++)
    void tries
      .try(
        '10.0.0.66',
        () => false,
        () => here,
      )
      .then((right) => told.push(right))
  here = false
  answers.splice(0)
  await tryOne('ana', '10.0.0.1', true)
  expect(await later(2000)).toEqual(['ana true'])
  expect(told).toEqual([])
})
