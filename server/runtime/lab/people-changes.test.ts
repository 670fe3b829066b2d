import { describe, expect, it } from 'vitest'
import type { Participant } from '#shared/protocol/model.ts'
import { PeopleChanges } from './people-changes.ts'

const person = (id: number, change: Partial<Participant> = {}): Participant => ({
  id,
  name: `:${id}`,
  via: 'tcp',
  web: false,
  address: `127.0.0.1:${id}`,
  state: 'open',
  joinedSeq: 1,
  leftSeq: null,
  sent: { bytes: 0, lines: 0 },
  received: { bytes: 0, lines: 0 },
  partialBytes: 0,
  queued: 0,
  paused: false,
  ...change,
})

describe('what has changed of the participants', () => {
  it('is who is new, waits otherwise than before, or has gone, and nobody else', () => {
    const changes = new PeopleChanges()
    expect(changes.since([person(1), person(2)], false)).toMatchObject({ whole: true, frozen: false, gone: [] })
    expect(changes.since([person(1), person(2)], false)).toBeNull()
    expect(changes.since([person(1), person(2, { queued: 9, takenAt: 4 })], false)).toMatchObject({
      whole: false,
      people: [{ id: 2, queued: 9, takenAt: 4 }],
    })
    expect(changes.since([person(1), person(2)], false)?.people).toEqual([
      { id: 2, state: 'open', paused: false, queued: 0, partialBytes: 0 },
    ])
    expect(changes.since([person(1, { state: 'closed' }), person(2)], false)).toMatchObject({ people: [], gone: [1] })
    expect(changes.since([person(2)], true)).toMatchObject({ people: [], gone: [], frozen: true })
    expect(changes.since([person(2)], true)).toBeNull()
  })

  it('is no line that was said, and no name', () => {
    const changes = new PeopleChanges()
    changes.since([person(1)], false)
    expect(changes.since([person(1, { sent: { bytes: 5, lines: 1 }, name: 'ana' })], false)).toBeNull()
  })

  it('is told whole again, so that a reader need not begin at the first', () => {
    const changes = new PeopleChanges()
    const told = Array.from({ length: 130 }, (_, queued) => changes.since([person(1), person(2, { queued })], false))
    const whole = told.flatMap((one, i) => (one?.whole ? [i] : []))
    expect(whole).toEqual([0, 64, 128])
    expect(told[64]?.people.map(({ id }) => id)).toEqual([1, 2])
    expect(told[65]?.people.map(({ id }) => id)).toEqual([2])
  })
})
