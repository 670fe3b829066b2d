import { describe, expect, it } from 'vitest'
import type { KernelRow, TcpState } from '#shared/model/kernel.ts'
import { endsOf, STEPS, took, wayTo, type Opening } from './states.ts'

const STATES = [...new Set(STEPS.flatMap(({ from, to }) => [from, to]))]

describe('the way to a state', () => {
  // Who listens does not connect, and who connects does not listen.
  const impossible = ['LISTEN active', 'SYN_SENT passive']
  const cases = STATES.flatMap((state) => (['passive', 'active'] as const).map((opening) => [state, opening] as const))
  it.each(cases.filter((one) => !impossible.includes(one.join(' '))))(
    'to %s, %s, begins closed, ends there, and takes only steps of the diagram but for one that nobody knows',
    (state: TcpState, opening: Opening) => {
      const way = wayTo(state, opening)
      expect(way[0]).toBe('CLOSE')
      expect(way.at(-1)).toBe(state)
      const pairs = way.slice(1).map((to, i) => `${way[i]} ${to}`)
      const steps = STEPS.map(({ from, to }) => `${from} ${to}`)
      // Who closes first passes FIN_WAIT2 or CLOSING, and no row tells which; both ends may connect at once (3.5).
      const unknown = ['FIN_WAIT1 TIME_WAIT', 'SYN_SENT SYN_RECV']
      expect(pairs.filter((pair) => !steps.includes(pair) && !unknown.includes(pair))).toEqual([])
    },
  )

  it('is that of RFC 9293, figure 5, for both ends of a connection that one end closes', () => {
    expect(wayTo('CLOSE_WAIT', 'passive')).toEqual(['CLOSE', 'LISTEN', 'SYN_RECV', 'ESTAB', 'CLOSE_WAIT'])
    expect(wayTo('FIN_WAIT2', 'active')).toEqual(['CLOSE', 'SYN_SENT', 'ESTAB', 'FIN_WAIT1', 'FIN_WAIT2'])
    const way = wayTo('TIME_WAIT', 'active')
    const taken = STEPS.filter((one) => took(way, one)).map(({ from, to }) => `${from} ${to}`)
    expect(taken).toEqual(['CLOSE SYN_SENT', 'SYN_SENT ESTAB', 'ESTAB FIN_WAIT1'])
  })
})

describe('the ends of a connection', () => {
  const row = (side: KernelRow['side'], state: TcpState): KernelRow => ({
    proto: 'tcp',
    state,
    participant: 3,
    side,
    local: '127.0.0.1:8080',
    remote: '127.0.0.1:51516',
    recvQ: 0,
    sendQ: 0,
    timer: null,
    backlog: null,
    drops: 0,
    buffer: null,
    connections: null,
  })

  it('are those of which there are rows: who accepted came by LISTEN, who connected by SYN_SENT', () => {
    const rows = [
      row('program', 'CLOSE_WAIT'),
      row('peer', 'FIN_WAIT2'),
      { ...row('program', 'ESTAB'), participant: 4 },
    ]
    expect(endsOf(rows, 3, false).map(({ side, way }) => [side, way[1]])).toEqual([
      ['program', 'LISTEN'],
      ['peer', 'SYN_SENT'],
    ])
    expect(endsOf(rows, 3, true).map(({ side, way }) => [side, way[1]])).toEqual([
      ['program', 'SYN_SENT'],
      ['peer', 'LISTEN'],
    ])
    expect(endsOf(rows.slice(0, 1), 3, false)).toHaveLength(1)
    expect(endsOf(rows, 9, false)).toEqual([])
  })
})
