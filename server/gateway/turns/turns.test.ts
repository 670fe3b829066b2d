import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { until } from '../../testing/raw-client.ts'
import { unhandledDuring } from '../../testing/unhandled.ts'
import { JOBS_A_TURN, SHARE_MS } from './limits.ts'
import { Turns } from './turns.ts'

/** Works for so many milliseconds. */
const work = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
}

describe('the turns of the event loop', () => {
  it('begin a job at once where nobody waits', () => {
    let done = 0
    new Turns().ask(() => done++)
    expect(done).toBe(1)
  })

  it('carry out in order, and let others on between', async () => {
    const turns = new Turns()
    const done: number[] = []
    const after: number[] = []
    for (let n = 0; n < 40; n++) {
      turns.ask(() => {
        work(SHARE_MS / 2)
        done.push(n)
      })
    }
    while (done.length < 40) {
      await turn()
      after.push(done.length)
    }
    expect(done).toEqual(Array.from({ length: 40 }, (_, n) => n))
    const most = after.map((count, i) => count - (after[i - 1] ?? 0))
    expect(Math.max(...most)).toBeLessThanOrEqual(2)
  })

  it('go on behind a job that throws in its turn, and say so', async () => {
    const turns = new Turns()
    let done = false
    const unhandled = await unhandledDuring(async () => {
      turns.ask(() => work(SHARE_MS))
      turns.ask(() => {
        throw new Error('a fault')
      })
      turns.ask(() => (done = true))
      await until('the next job', () => done, Boolean)
    })
    expect(unhandled).toEqual(['Error: a fault'])
  })

  it('do not begin in this turn what a job asks for', async () => {
    const turns = new Turns()
    const numbers: number[] = []
    const again = (): void => {
      numbers.push(turns.number)
      if (numbers.length < 20) turns.ask(again)
    }
    turns.ask(again)
    await until(
      'all jobs',
      () => numbers.length,
      (count) => count === 20,
    )
    for (const number of numbers) {
      expect(numbers.filter((other) => other === number).length).toBeLessThanOrEqual(JOBS_A_TURN)
    }
  })

  it('count what a job goes on to do in promises, and rest as long', async () => {
    const turns = new Turns()
    let began = 0
    turns.ask(() => work(SHARE_MS)) // the next one waits
    turns.ask(() => void Promise.resolve().then(() => work(10 * SHARE_MS)))
    const end = Promise.withResolvers<void>()
    turns.ask(() => {
      began = performance.now()
    })
    for (let n = 0; n < JOBS_A_TURN; n++) turns.ask(() => {})
    const asked = performance.now()
    turns.ask(() => end.resolve())
    await end.promise
    expect(began).toBeGreaterThan(0)
    expect(performance.now() - asked).toBeGreaterThan(20 * SHARE_MS)
  })
})
