/** Events are encoded once for all who stand at the same place. */
import { expect, it } from 'vitest'
import { toEvent } from '../../journal/encode.ts'
import type { Entry } from '../../journal/port.ts'
import { line } from '../../journal/samples.fixture.ts'
import { batchOf, BATCH_BYTES, sharedBatch } from './batches.ts'

const entries = (count: number, text = 'é\n'): Entry[] => Array.from({ length: count }, (_, n) => line(n + 1, text))
const told = (message: Buffer): unknown => JSON.parse(message.toString())

it('gives those at one place the same bytes, and others theirs', () => {
  const all = entries(5)
  const first = sharedBatch('7', all.slice(1))
  // Each place cuts a list of its own out of the run's newest.
  expect(sharedBatch('7', all.slice(1)).message).toBe(first.message)
  expect(told(first.message)).toEqual({ type: 'events', run: '7', events: all.slice(1).map((one) => toEvent(one)) })
  expect(first.last).toBe(5)
  expect(told(sharedBatch('7', all.slice(1, 3)).message)).toMatchObject({ events: [{ seq: 2 }, { seq: 3 }] })
  expect(told(sharedBatch('7', all.slice(2)).message)).toMatchObject({ events: [{ seq: 3 }, { seq: 4 }, { seq: 5 }] })
  expect(sharedBatch('7', all.slice(1)).message).toBe(first.message)
})

it('keeps the few that were wanted last', () => {
  const all = entries(40)
  const first = sharedBatch('7', all)
  for (let n = 1; n < 40; n++) {
    sharedBatch('7', all.slice(n))
    if (n < 20) expect(sharedBatch('7', all).message).toBe(first.message)
  }
  const anew = sharedBatch('7', all)
  expect(anew.message).not.toBe(first.message)
  expect(anew.message.equals(first.message)).toBe(true)
})

it('takes what fits, and the first in any case', () => {
  const long = entries(3, `${'x'.repeat(1000)}\n`).flatMap((one) => Array.from({ length: 60 }, () => one))
  const { message } = batchOf('1', long)
  expect(message.length).toBeGreaterThan(BATCH_BYTES)
  expect(message.length).toBeLessThan(BATCH_BYTES + 4000)
  expect(batchOf('1', entries(1)).last).toBe(1)
})
