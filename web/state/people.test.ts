/** People who are read over REST while the journal changes. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ParticipantList } from '../../server/wire/api.ts'
import type { Participant } from '../../server/wire/model.ts'
import { People } from './people.svelte.ts'

const gone = (name: string): Participant => ({
  id: 1,
  name,
  via: 'tcp',
  web: true,
  address: '',
  state: 'closed',
  joinedSeq: 1,
  leftSeq: 9,
  said: { bytes: 0, lines: 0 },
  heard: { bytes: 0, lines: 0 },
  held: 0,
  queued: 0,
  unread: false,
})

beforeAll(() => vi.stubGlobal('requestAnimationFrame', (call: () => void) => setImmediate(call)))
afterAll(() => vi.unstubAllGlobals())

describe('People', () => {
  it('takes no answer of the old journal after a reset', async () => {
    const answers: ((list: ParticipantList) => void)[] = []
    // An answer that was already here takes no notice of an abort.
    const people = new People(
      () => new Promise((resolve) => answers.push(resolve)),
      () => 'Program',
    )
    const answer = async (name: string): Promise<void> => {
      answers.shift()?.({ participants: [gone(name)], next: null })
      await new Promise((resolve) => setImmediate(resolve))
    }
    people.toldFrom(100)
    people.need(1, 50)
    people.reset()
    people.need(1, 50)
    expect(answers).toHaveLength(2)
    await answer('old')
    expect(people.name(1)).toBe('#1')
    await answer('new')
    expect(people.name(1)).toBe('new')
    people.need(1, 50)
    expect(answers).toHaveLength(0)
    people.close()
  })
})
