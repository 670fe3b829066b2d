import { expect, it } from 'vitest'
import type { KernelRow } from '../model/kernel.ts'
import type { Participant } from '../protocol/model.ts'
import type { ProcessView, Waiting } from '../protocol/program.ts'
import { participantStands, programStands } from './standing.ts'
import { WaitTimes } from './wait-times.ts'
import { waitsOf } from './waits.ts'

const person = (id: number, more: Partial<Participant> = {}): Participant =>
  ({ id, name: `p${id}`, state: 'open', queued: 0, partialBytes: 0, paused: false, ...more }) as Participant
const rowOf = (participant: number, recvQ: number): KernelRow =>
  ({
    proto: 'tcp',
    state: 'ESTAB',
    participant,
    side: 'program',
    local: 'l',
    remote: `r${participant}`,
    recvQ,
    sendQ: 0,
  }) as KernelRow
const main = (waits: Waiting | null): ProcessView => ({ id: 'main', line: 'x', waits })

/** The program stands in this call since 2 s; the rows were first seen at 5 s; it is 20 s. */
function stands(call: Waiting, people: Participant[], rows: KernelRow[]) {
  const times = new WaitTimes()
  times.processes([main(call)], { after: 0, at: 2e6 })
  times.rows(rows, { after: 0, at: 5e6 })
  const waits = waitsOf({ processes: [main(call)], people, rows, now: 20e6, times })
  return {
    of: (id: number) =>
      participantStands(
        people.find((one) => one.id === id)!,
        waits,
      ),
    program: (deadlocked = false) => programStands(people, waits, deadlocked),
  }
}
const READS_1: Waiting = { call: 'recv', who: 1 }

it('who is not read has the bytes and the time of its first, and the program blocks since both are so', () => {
  const { of, program } = stands(READS_1, [person(1, { paused: true }), person(2, { paused: true })], [rowOf(2, 7)])
  expect(of(1)).toMatchObject({ does: 'goes' })
  expect(of(2)).toMatchObject({ does: 'unread', bytes: 7, since: 5e6, from: 5e6, call: READS_1 })
  expect(program()).toMatchObject({ does: 'blocks', bytes: 7, waiting: 1, call: READS_1, since: 2e6, from: 5e6 })
})

it('who waits for its turn with nothing is quiet, and the program goes on', () => {
  const { of, program } = stands(READS_1, [person(1), person(2, { paused: true })], [rowOf(2, 0)])
  expect(of(2)).toMatchObject({ does: 'turn', bytes: 0, since: null })
  expect(program()).toMatchObject({ does: 'goes', processes: 1, call: READS_1 })
})

it('who is not accepted waits without a byte', () => {
  const { of, program } = stands(READS_1, [person(1), person(2, { state: 'waiting' })], [])
  expect(of(2)).toMatchObject({ does: 'accept', bytes: null })
  expect(program()).toMatchObject({ does: 'blocks', bytes: null, waiting: 1 })
})

it('who does not take is named, and those who wait for it wait quietly', () => {
  const mute = person(1, { queued: 900, takenAt: 4e6 })
  const { of } = stands({ call: 'select' }, [mute, person(2, { paused: true, waitsFor: [1] })], [rowOf(2, 7)])
  expect(of(1)).toMatchObject({ does: 'taking', bytes: 900, waiting: 1, since: 4e6 })
  expect(of(2)).toMatchObject({ does: 'queues', bytes: 7 })
})

it('a line without an end is told of its participant and of the program that reads it; a deadlock comes first', () => {
  const partial = { partialBytes: 9, partialSince: 3e6, endsInCr: false }
  const { of, program } = stands(READS_1, [person(1, { partial, partialBytes: 9 })], [])
  expect(of(1)).toMatchObject({ does: 'line', bytes: 9, since: 3e6 })
  expect(program()).toMatchObject({ does: 'line', bytes: 9, call: READS_1 })
  expect(program(true)).toMatchObject({ does: 'deadlock', since: 2e6 })
})
