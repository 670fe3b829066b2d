import { expect, it } from 'vitest'
import type { KernelRow } from '#shared/model/kernel.ts'
import type { Participant } from '#shared/protocol/model.ts'
import { readyNext } from './ready.ts'

const row = (participant: number | null, recvQ: number, more: Partial<KernelRow> = {}) =>
  ({ participant, recvQ, side: 'program', state: 'ESTAB', ...more }) as KernelRow
const person = (id: number, state: Participant['state']) => ({ id, state }) as Participant

it('takes bytes and FIN for ready, and who is not accepted for a ready listener', () => {
  const rows = [
    row(null, 1),
    row(3, 12),
    row(1, 0),
    row(2, 1, { state: 'CLOSE_WAIT' }),
    row(3, 99, { side: 'peer' }),
    row(4, 17),
  ]
  const people = [person(1, 'open'), person(2, 'ended'), person(3, 'open'), person(4, 'waiting')]
  expect(readyNext(rows, people)).toEqual([
    { who: 0, bytes: 0 },
    { who: 2, bytes: 0 },
    { who: 3, bytes: 12 },
  ])
  expect(readyNext([row(1, 0)], [person(1, 'open')])).toEqual([])
})
