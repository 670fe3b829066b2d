/** The steps of the end: their order, and what does not hold them up. The end of a real lab: `ending.test.ts`. */
import { expect, it } from 'vitest'
import { ManualClock } from '../core/clock.ts'
import { Ending, WAITED_FOR, type EndOf } from './ending.ts'

/** Ends a lab whose steps are these, of which some never come to an end, or fail. */
async function ended(how: Partial<Record<EndOf, 'never' | 'fails'>>) {
  const clock = new ManualClock()
  const ending = new Ending(clock)
  const taken: string[] = []
  for (const of of ['journal', 'files', 'pages', 'runs'] as const) {
    ending.add(of, async () => {
      taken.push(`${of} at ${clock.micros() / 1000}`)
      if (how[of] === 'never') await new Promise(() => {})
      if (how[of] === 'fails') throw new Error(`no end of the ${of}`)
    })
  }
  let over = false
  const result = ending.begin().then(
    () => '',
    (error: unknown) => (error as Error).message,
  )
  void result.then(() => (over = true))
  for (;;) {
    await new Promise(setImmediate)
    if (over) return { taken, result: await result, took: clock.micros() / 1000 }
    clock.advance(100)
  }
}

it('takes the runs first and the journal last', async () => {
  const taken = ['runs at 0', 'pages at 0', 'files at 0', 'journal at 0']
  expect(await ended({})).toEqual({ taken, result: '', took: 0 })
})

it('takes every step, whatever fails', async () => {
  const { taken, result } = await ended({ runs: 'fails', files: 'fails' })
  expect(taken.length).toBe(4)
  expect(result).toBe('no end of the runs')
})

it('waits for none longer than its time, and for all of them ten seconds', async () => {
  const { taken, result, took } = await ended({ runs: 'never', pages: 'never', files: 'never', journal: 'never' })
  const { runs, pages, files } = WAITED_FOR
  expect(taken).toEqual(['runs at 0', `pages at ${runs}`, `files at ${pages}`, `journal at ${files}`])
  expect(result).toBe('the lab waited no longer for the end of its runs')
  expect(took).toBe(10_000)
})
