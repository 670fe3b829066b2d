import { expect, it } from 'vitest'
import type { Participant } from '#shared/protocol/model.ts'
import { sampleParticipant, sampleRow as row } from '#shared/state/samples.fixture.ts'
import { waitsOf } from '#shared/state/waits.ts'
import { readyNext } from './ready.ts'

const person = (id: number, state: Participant['state']) => sampleParticipant(id, { state })
const main = { id: 'main', line: 'select', waits: { call: 'select' as const } }
const ready = (people: Participant[], rows: ReturnType<typeof row>[]) =>
  readyNext(people, waitsOf({ processes: [main], people, rows, now: 0 }))

it('takes bytes and FIN for ready, and who is not accepted for a ready listener', () => {
  const rows = [
    row(1, 1, { state: 'LISTEN', participant: null }),
    row(3, 12),
    row(1, 0),
    row(2, 1, { state: 'CLOSE_WAIT' }),
    row(3, 99, { side: 'peer' }),
    row(4, 17),
  ]
  const people = [person(1, 'open'), person(2, 'ended'), person(3, 'open'), person(4, 'waiting')]
  expect(ready(people, rows)).toEqual([
    { who: 0, bytes: 0 },
    { who: 2, bytes: 0 },
    { who: 3, bytes: 12 },
  ])
  expect(ready([person(1, 'open')], [row(1, 0)])).toEqual([])
})
