import { describe, expect, it } from 'vitest'
import { sampleParticipant } from '#shared/state/samples.fixture.ts'
import { PeopleChanges } from './people-changes.ts'

describe('what has changed of the participants', () => {
  it('is who is new, waits otherwise than before, or has gone, and nobody else', () => {
    const changes = new PeopleChanges()
    expect(changes.since([sampleParticipant(1), sampleParticipant(2)], false)).toMatchObject({
      whole: true,
      frozen: false,
      gone: [],
    })
    expect(changes.since([sampleParticipant(1), sampleParticipant(2)], false)).toBeNull()
    expect(changes.since([sampleParticipant(1), sampleParticipant(2, { queued: 9, takenAt: 4 })], false)).toMatchObject(
      {
        whole: false,
        people: [{ id: 2, queued: 9, takenAt: 4 }],
      },
    )
    expect(changes.since([sampleParticipant(1), sampleParticipant(2)], false)?.people).toEqual([
      { id: 2, state: 'open', paused: false, queued: 0, partialBytes: 0 },
    ])
    expect(changes.since([sampleParticipant(1, { state: 'closed' }), sampleParticipant(2)], false)).toMatchObject({
      people: [],
      gone: [1],
    })
    expect(changes.since([sampleParticipant(2)], true)).toMatchObject({ people: [], gone: [], frozen: true })
    expect(changes.since([sampleParticipant(2)], true)).toBeNull()
  })

  it('is no line that was said, and no name', () => {
    const changes = new PeopleChanges()
    changes.since([sampleParticipant(1)], false)
    expect(changes.since([sampleParticipant(1, { sent: { bytes: 5, lines: 1 }, name: 'ana' })], false)).toBeNull()
  })

  it('is told whole again, so that a reader need not begin at the first', () => {
    const changes = new PeopleChanges()
    const told = Array.from({ length: 130 }, (_, queued) =>
      changes.since([sampleParticipant(1), sampleParticipant(2, { queued })], false),
    )
    const whole = told.flatMap((one, i) => (one?.whole ? [i] : []))
    expect(whole).toEqual([0, 64, 128])
    expect(told[64]?.people.map(({ id }) => id)).toEqual([1, 2])
    expect(told[65]?.people.map(({ id }) => id)).toEqual([2])
  })

  it('is told whole when that is asked for, though nothing has changed', () => {
    const changes = new PeopleChanges()
    changes.since([sampleParticipant(1)], false)
    expect(changes.since([sampleParticipant(1)], false, true)).toMatchObject({ whole: true, people: [{ id: 1 }] })
    const told = Array.from({ length: 64 }, (_, n) => changes.since([sampleParticipant(1, { queued: n + 1 })], false))
    expect(told.flatMap((one, i) => (one?.whole ? [i] : []))).toEqual([63])
  })

  it('is no byte that the kernel took just now: since when it takes none is told to a second', () => {
    const changes = new PeopleChanges()
    const at = (takenAt: number) => changes.since([sampleParticipant(1, { queued: 9, takenAt })], false)
    expect(at(5_000_000)).not.toBeNull()
    expect(at(5_400_000)).toBeNull()
    expect(at(5_999_999)).toBeNull()
    expect(at(6_000_000)).toMatchObject({ people: [{ takenAt: 6_000_000 }] })
    expect(at(6_500_000)).toBeNull()
    expect(changes.since([sampleParticipant(1, { queued: 9 })], false)).not.toBeNull()
  })
})
