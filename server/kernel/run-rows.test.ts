import type { SocketAddress } from '#shared/net/address.ts'
import { describe, expect, it } from 'vitest'
import type { SocketRow } from './port.ts'
import type { RunSockets } from './run-sockets.ts'
import type { TcpState } from '#shared/model/kernel.ts'
import { pathsOf, portsOf, rowsOf } from './run-rows.ts'

const at = (text: string): SocketAddress => {
  const cut = text.lastIndexOf(':')
  return { host: text.slice(0, cut), port: Number(text.slice(cut + 1)) }
}
const row = (state: TcpState, local: string, remote: string, recvQ = 0): SocketRow => ({
  proto: 'tcp',
  state,
  local: at(local),
  remote: at(remote),
  recvQ,
  sendQ: 0,
  timer: null,
  inode: 1,
  drops: 0,
})
const server = (listener: string, ...remotes: string[]): RunSockets => ({
  listeners: [{ ...at(listener), transport: 'tcp' }],
  paths: [],
  ends: remotes.map((remote, i) => ({ participant: i + 1, local: at('127.0.0.1:8080'), remote: at(remote) })),
})
const shown = (sockets: RunSockets, ...table: SocketRow[]) =>
  rowsOf(sockets, { rows: table, unix: [], backlog: 511 }).rows.map(({ state, participant, side, recvQ }) => [
    state,
    participant,
    side,
    recvQ,
  ])

describe('the rows of a run', () => {
  it('are its listener, then each connection: the program’s end, then the peer’s', () => {
    const sockets = server('127.0.0.1:8080', '127.0.0.1:50001', '127.0.0.1:50002')
    const rows = shown(
      sockets,
      row('ESTAB', '127.0.0.1:50002', '127.0.0.1:8080'),
      row('ESTAB', '127.0.0.1:8080', '127.0.0.1:50002', 5),
      row('LISTEN', '127.0.0.1:8080', '0.0.0.0:0'),
      row('ESTAB', '127.0.0.1:8080', '127.0.0.1:50001'),
    )
    expect(rows).toEqual([
      ['LISTEN', null, 'program', 0],
      ['ESTAB', 1, 'program', 0],
      ['ESTAB', 2, 'program', 5],
      ['ESTAB', 2, 'peer', 0],
    ])
  })

  it('of a client are found by both addresses: the target’s port is full of strangers', () => {
    const ends = [{ participant: 1, local: at('127.0.0.1:50001'), remote: at('127.0.0.1:9000') }]
    const sockets: RunSockets = { listeners: [], paths: [], ends }
    expect(portsOf([sockets])).toEqual(new Set([50001]))
    const rows = shown(
      sockets,
      row('ESTAB', '127.0.0.1:50001', '127.0.0.1:9000'),
      row('ESTAB', '127.0.0.1:9000', '127.0.0.1:50001'),
      row('ESTAB', '127.0.0.1:50001', '127.0.0.1:9001'),
      row('ESTAB', '10.0.0.1:50001', '127.0.0.1:9000'),
    )
    expect(rows).toEqual([
      ['ESTAB', 1, 'program', 0],
      ['ESTAB', 1, 'peer', 0],
    ])
  })

  it('do not hold another program’s that has the port on another address, or calls such a port elsewhere', () => {
    const rows = shown(
      server('127.0.0.1:8080'),
      row('LISTEN', '192.168.1.12:8080', '0.0.0.0:0'),
      row('LISTEN', '::1:8080', ':::0'),
      row('ESTAB', '192.168.1.12:50001', '192.168.1.99:8080'),
      row('ESTAB', '192.168.1.12:8080', '192.168.1.99:50001'),
    )
    expect(rows).toEqual([])
  })

  it.each([
    ['0.0.0.0:8080', '192.168.1.12:8080', true],
    ['0.0.0.0:8080', '2001:db8::1:8080', false],
    [':::8080', '192.168.1.12:8080', true],
    [':::8080', '2001:db8::1:8080', true],
  ])('of the listener %s: a TIME_WAIT of %s that nobody knows is its own: %s', (listener, local, own) => {
    expect(shown(server(listener), row('TIME_WAIT', local, '192.168.1.99:50001'))).toEqual(
      own ? [['TIME_WAIT', null, 'program', 0]] : [],
    )
  })

  it('know the address of an interface that Node names and the kernel does not', () => {
    const ends = [{ participant: 1, local: at('fe80::1%eth0:8080'), remote: at('fe80::2%eth0:50001') }]
    expect(shown({ listeners: [], paths: [], ends }, row('ESTAB', 'fe80::1:8080', 'fe80::2:50001'))).toHaveLength(1)
  })

  it('hold a connection once, though the table had it twice, as it was last', () => {
    const sockets = server('127.0.0.1:8080', '127.0.0.1:50001')
    const [before, after] = [1, 0].map((recvQ) => row('ESTAB', '127.0.0.1:8080', '127.0.0.1:50001', recvQ))
    expect(shown(sockets, before!, after!)).toEqual([['ESTAB', 1, 'program', 0]])
  })

  it('go to who has the port now, where two had it', () => {
    const sockets = server('127.0.0.1:8080', '127.0.0.1:50001', '127.0.0.1:50001')
    expect(shown(sockets, row('ESTAB', '127.0.0.1:8080', '127.0.0.1:50001'))).toEqual([['ESTAB', 2, 'program', 0]])
  })

  it('of a unix listener are its own, and count who waits and who was accepted', () => {
    const unix = ['/tmp/room', '/tmp/other'].map((path) => ({ path, waiting: 1, connections: 2 }))
    const sockets: RunSockets = { listeners: [], paths: ['/tmp/room'], ends: [] }
    expect(pathsOf([sockets])).toEqual(new Set(['/tmp/room']))
    expect(rowsOf(sockets, { rows: [], unix, backlog: 511 }).rows).toMatchObject([
      { proto: 'unix', state: 'LISTEN', local: '/tmp/room', recvQ: 1, backlog: 511, connections: 2 },
    ])
  })

  it('are a hundred at most, those where something waits before others, and the rest is counted', () => {
    const remotes = Array.from({ length: 150 }, (_, i) => `127.0.0.1:${50_000 + i}`)
    const table = remotes.map((remote, i) => row('ESTAB', '127.0.0.1:8080', remote, i === 149 ? 7 : 0))
    const { rows, more } = rowsOf(server('127.0.0.1:8080', ...remotes), { rows: table, unix: [], backlog: 511 })
    expect([rows.length, more]).toEqual([100, 50])
    expect(rows.at(-1)).toMatchObject({ participant: 150, recvQ: 7 })
  })
})
