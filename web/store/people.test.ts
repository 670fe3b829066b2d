/** People who are read over REST while the journal changes. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ParticipantList } from '#shared/protocol/rest.ts'
import type { Participant } from '#shared/protocol/model.ts'
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
  sent: { bytes: 0, lines: 0 },
  received: { bytes: 0, lines: 0 },
  partialBytes: 0,
  queued: 0,
  paused: false,
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

  it('knows whose line has not ended for a second, without a word from the lab', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      const people = new People(
        () => Promise.reject(new Error('not asked')),
        () => '',
      )
      const partial = { partialBytes: 9, partialSince: 5_000_000, endsInCr: false }
      const ana: Participant = { ...gone('ana'), state: 'open', leftSeq: null, partialBytes: 9 }
      people.update([{ ...ana, partial }], 5100)
      await new Promise((done) => setImmediate(done))
      expect(people.lasting(1)).toBeNull()
      vi.advanceTimersByTime(890)
      expect(people.lasting(1)).toBeNull()
      vi.advanceTimersByTime(20)
      expect(people.lasting(1)).toEqual(partial)
      people.update([{ ...ana, partial: { ...partial, partialBytes: 12, endsInCr: true } }], 6200)
      expect(people.lasting(1)).toMatchObject({ partialBytes: 12, endsInCr: true })
      // Its end has come, or the peer has gone.
      people.update([ana], 6300)
      expect(people.lasting(1)).toBeNull()
      people.close()
    } finally {
      vi.useRealTimers()
    }
  })
})
