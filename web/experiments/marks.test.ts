import { describe, expect, it } from 'vitest'
import type { KernelRow } from '#shared/model/kernel.ts'
import type { Participant, Run } from '#shared/protocol/model.ts'
import type { LiveState } from '#shared/protocol/program.ts'
import { waitsOf } from '#shared/state/waits.ts'
import type { Mark } from './experiments.ts'
import { newMarks, type Sight } from './marks.ts'

const run = (id: string, fields: Partial<Run> = {}): Run => ({
  id,
  program: 'line-server',
  options: { maxLine: 16_384, reuseAddress: true },
  state: 'running',
  listeners: [],
  startedAt: Number(id),
  stoppedAt: null,
  lastSeq: 0,
  present: 0,
  trouble: null,
  ...fields,
})
const row = (state: KernelRow['state'], fields: Partial<KernelRow> = {}): KernelRow => ({
  proto: 'tcp',
  drops: 0,
  buffer: null,
  state,
  participant: 1,
  side: 'program',
  local: '127.0.0.1:8080',
  remote: '127.0.0.1:51512',
  recvQ: 0,
  sendQ: 0,
  timer: null,
  backlog: null,
  connections: null,
  ...fields,
})
const person = (id: number, sent: number, state: Participant['state'] = 'open'): Participant => ({
  id,
  name: `p${id}`,
  via: 'tcp',
  web: true,
  address: '127.0.0.1:51512',
  state,
  joinedSeq: 1,
  leftSeq: null,
  sent: { bytes: sent, lines: sent },
  received: { bytes: 0, lines: 0 },
  partialBytes: 0,
  queued: 0,
  paused: false,
})
const waits = (call: 'accept' | 'recv' | 'sendall' | 'select', who?: number): LiveState => ({
  processes: [{ id: 'main', line: call, waits: { call, ...(who !== undefined && { who }) } }],
  keyboard: null,
  deadlock: null,
  select: null,
})
const terminal = (id: number, bytes: number, state: Participant['state'] = 'open'): Participant => ({
  ...person(id, bytes, state),
  web: false,
})
type Fields = Partial<Omit<Sight, 'live'>> & { live?: LiveState }
/** Whoever has a row is somebody. */
function sight({ live = waits('select'), ...fields }: Fields = {}): Sight {
  const {
    rows = [],
    people = rows.flatMap(({ participant }) => (participant === null ? [] : person(participant, 0))),
  } = fields
  return {
    run: run('1'),
    other: undefined,
    live: { ...live, waits: waitsOf({ processes: live.processes, people, rows, now: 0 }) },
    people,
    rows,
    refused: false,
    happened: new Set(),
    seen: new Set(),
    ...fields,
  }
}

describe('the steps of a guide', () => {
  it.each<[Mark, Fields, Fields]>([
    // A client that closes first leaves TIME_WAIT at its own end.
    ['time-wait', { rows: [row('TIME_WAIT')] }, { rows: [row('TIME_WAIT', { side: 'peer' })] }],
    [
      'at-once',
      { seen: new Set(['stopped']), rows: [row('LISTEN'), row('TIME_WAIT', { participant: null })] },
      // What some other run left on the port is no restart.
      { rows: [row('LISTEN'), row('TIME_WAIT', { participant: null })] },
    ],
    ['over', { other: run('2', { state: 'stopped' }) }, { other: run('2') }],
    ['recv-q', { rows: [row('ESTAB', { recvQ: 5 })] }, { rows: [row('ESTAB', { recvQ: 5, side: 'peer' })] }],
    // A listener's Recv-Q counts connections.
    ['recv-q', { rows: [row('ESTAB', { recvQ: 1 })] }, { rows: [row('LISTEN', { recvQ: 1, participant: null })] }],
    // A FIN is no byte that somebody said.
    ['recv-q', { rows: [row('CLOSE_WAIT', { recvQ: 2 })] }, { rows: [row('CLOSE_WAIT', { recvQ: 1 })] }],
    ['answer-waits', { rows: [row('ESTAB', { recvQ: 9 })] }, { rows: [row('CLOSE_WAIT', { recvQ: 1 })] }],
    ['waits', { rows: [row('ESTAB', { recvQ: 5, side: 'peer' })] }, { rows: [row('ESTAB', { sendQ: 5 })] }],
    ['turn', { live: waits('recv', 1) }, { live: waits('recv', 2) }],
    ['unblocked', { seen: new Set(['recv-q']), people: [person(1, 1)] }, { people: [person(1, 1)] }],
    [
      'unread',
      { live: waits('accept'), rows: [row('ESTAB', { recvQ: 5 })] },
      { live: waits('recv', 1), rows: [row('ESTAB', { recvQ: 5 })] },
    ],
    [
      'newcomer',
      { seen: new Set(['unread']), people: [person(3, 0)] },
      { seen: new Set(['unread']), people: [person(3, 0, 'waiting')] },
    ],
    ['deaf', { people: [person(1, 0), terminal(3, 0)] }, { people: [person(1, 0), person(2, 0)] }],
    ['flood', { people: [terminal(4, 200_000)] }, { people: [person(1, 200_000), terminal(3, 20)] }],
    ['in-sendall', { live: waits('sendall', 3) }, { live: waits('select') }],
    [
      'send-q',
      { live: waits('sendall', 3), rows: [row('ESTAB', { participant: 3, sendQ: 2_500_000 })] },
      { live: waits('select'), rows: [row('ESTAB', { participant: 3, sendQ: 2_500_000 })] },
    ],
    [
      'second-said',
      { people: [person(1, 0, 'waiting')], rows: [row('ESTAB', { recvQ: 5 })] },
      { people: [person(1, 0)], rows: [row('ESTAB', { recvQ: 5 })] },
    ],
    [
      'frozen',
      { live: waits('sendall', 3), people: [person(1, 0)], rows: [row('ESTAB', { recvQ: 5 })] },
      // What is not read of the one that floods is no line of a person.
      { live: waits('sendall', 3), people: [terminal(1, 0)], rows: [row('ESTAB', { recvQ: 5 })] },
    ],
    [
      'freed',
      { seen: new Set(['in-sendall']), live: waits('select'), people: [terminal(3, 0, 'closed')] },
      { seen: new Set(['in-sendall']), live: waits('sendall', 3), people: [terminal(4, 0, 'closed')] },
    ],
    ['accept', { live: waits('accept'), people: [person(1, 2), person(2, 1)] }, { live: waits('accept'), people: [] }],
  ])('%s', (mark, happened, not) => {
    expect(newMarks([mark], sight(happened))).toEqual([mark])
    expect(newMarks([mark], sight(not))).toEqual([])
    expect(newMarks([mark], sight({ ...happened, seen: new Set([mark]) }))).toEqual([])
  })
})
