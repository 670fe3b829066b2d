import { expect, it } from 'vitest'
import type { KernelRow } from '../model/kernel.ts'
import type { Participant } from '../protocol/model.ts'
import { PLAYED, realRows } from './played.ts'

const row = (more: Partial<KernelRow>): KernelRow => ({
  proto: 'tcp',
  state: 'ESTAB',
  participant: null,
  side: 'program',
  local: '127.0.0.1:8080',
  remote: null,
  recvQ: 0,
  sendQ: 0,
  timer: null,
  backlog: null,
  drops: 0,
  buffer: null,
  connections: null,
  ...more,
})
const LISTEN = row({ state: 'LISTEN', backlog: 511 })
const LEFT = row({ state: 'TIME_WAIT', remote: '127.0.0.1:50001' })
const OPEN = row({ participant: 1, remote: '127.0.0.1:50002', recvQ: 4 })
const people = (...states: Participant['state'][]) => states.map((state, i) => ({ id: i + 1, state }) as Participant)

it('what is played changes the queue of the listener by those who wait for accept, and nothing else', () => {
  const rows = [LISTEN, OPEN, LEFT]
  expect(realRows(rows, people('open', 'waiting', 'waiting', 'closed'))).toEqual([{ ...LISTEN, recvQ: 2 }, OPEN, LEFT])
  expect(realRows(rows, people('open', 'ended'))).toEqual(rows)
})

it('is told of where it can be seen', () => {
  const here = (...rows: KernelRow[]) => [PLAYED['accept-queue'].here(rows), PLAYED['reuse-address'].here(rows)]
  expect(here(OPEN)).toEqual([false, false])
  expect(here(LISTEN, OPEN)).toEqual([true, false])
  expect(here(LISTEN, LEFT)).toEqual([true, true])
})
