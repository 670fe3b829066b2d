import { expect, it } from 'vitest'
import type { SocketRow } from './port.ts'
import { RowsByPort } from './rows-by-port.ts'
import { portsOf, rowsOf } from './run-rows.ts'
import type { RunSockets } from './run-sockets.ts'

const HOST = '127.0.0.1'
const row = (local: number, remote: number, recvQ = 0): SocketRow => ({
  proto: 'tcp',
  state: 'ESTAB',
  local: { host: HOST, port: local },
  remote: { host: HOST, port: remote },
  recvQ,
  sendQ: 0,
  timer: null,
  drops: 0,
  inode: 1,
})
/** A program at a port, with a participant at each of these. */
const program = (port: number, ...remotes: number[]): RunSockets => ({
  listeners: [{ host: HOST, port, transport: 'tcp' }],
  paths: [],
  ends: remotes.map((remote, i) => ({
    participant: i + 1,
    local: { host: HOST, port },
    remote: { host: HOST, port: remote },
  })),
})

it('gives each of many programs the rows that it finds in the whole table, and looks at no other', () => {
  const programs = Array.from({ length: 20 }, (_, n) =>
    program(8000 + n, ...Array.from({ length: 30 }, (__, i) => 50_000 + 30 * n + i)),
  )
  // The last is connected to itself: each end has both of its ports.
  programs.push(program(9000, 9001), program(9001, 9000))
  const table = programs.flatMap(({ ends }) =>
    ends.flatMap(({ local, remote }) => [row(local.port, remote.port, 1), row(remote.port, local.port), row(1, 2)]),
  )
  // Stands there twice, as it was and as it is.
  table.push(row(8000, 50_000, 7))
  const byPort = new RowsByPort(table)
  for (const sockets of programs) {
    const own = byPort.of(portsOf([sockets]))
    const reading = { unix: [], backlog: 511 }
    expect(rowsOf(sockets, { ...reading, rows: own })).toEqual(rowsOf(sockets, { ...reading, rows: table }))
    expect(own.length).toBeLessThanOrEqual(4 * sockets.ends.length + 2)
  }
  expect(byPort.of(new Set([8000])).at(-1)).toMatchObject({ recvQ: 7 })
})
