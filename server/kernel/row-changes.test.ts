import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowKey, type KernelRow, type SocketTimer } from '#shared/model/kernel.ts'
import type { SocketsSeen } from '#shared/protocol/observations.ts'
import { RowChanges, sameRow } from './row-changes.ts'

const row = (port: number, recvQ = 0, timer: SocketTimer | null = null): KernelRow => ({
  proto: 'tcp',
  state: 'ESTAB',
  participant: port,
  side: 'program',
  local: '127.0.0.1:8080',
  remote: `127.0.0.1:${port}`,
  recvQ,
  sendQ: 0,
  timer,
  backlog: null,
  drops: 0,
  buffer: null,
  connections: null,
})

describe('what has changed in the rows', () => {
  it('is nothing while a timer runs down as it said, and something when it was set anew', () => {
    const at = (ms: number) => row(1, 0, { kind: 'time-wait', ms })
    expect(sameRow(at(60_000), at(59_000), 1000)).toBe(true)
    expect(sameRow(at(60_000), at(60_000), 5000)).toBe(false)
    expect(sameRow(at(60_000), row(1), 1000)).toBe(false)
    expect(sameRow(row(1), at(60_000), 1000)).toBe(false)
    const idle = (ms: number) => row(1, 0, { kind: 'keepalive', ms })
    expect(sameRow(idle(1000), idle(30_000), 1000)).toBe(true)
  })

  it('is each row that is new, other or gone, and none else', () => {
    const changes = new RowChanges()
    expect(changes.since([row(1), row(2)], 0, 0)).toMatchObject({ whole: true, rows: [row(1), row(2)] })
    expect(changes.since([row(1), row(2)], 0, 250)).toBeNull()
    expect(changes.since([row(1), row(2, 5)], 0, 500)).toMatchObject({ whole: false, rows: [row(2, 5)], gone: [] })
    expect(changes.since([row(2, 5)], 0, 750)).toMatchObject({ rows: [], gone: [rowKey(row(1))] })
    expect(changes.since([row(2, 5)], 9, 1000)).toMatchObject({ rows: [], gone: [], more: 9 })
  })

  it('put together, is what the last look saw, from any whole one on', () => {
    const looks = fc.array(fc.dictionary(fc.constantFrom('1', '2', '3', '4'), fc.nat(2)), {
      minLength: 1,
      maxLength: 200,
    })
    fc.assert(
      fc.property(looks, (all) => {
        const changes = new RowChanges()
        const told: SocketsSeen[] = []
        let rows: KernelRow[] = []
        for (const [i, look] of all.entries()) {
          rows = Object.entries(look).map(([port, recvQ]) => row(Number(port), recvQ))
          const seen = changes.since(rows, 0, i * 250)
          if (seen) told.push(seen)
        }
        const folded = new Map<string, KernelRow>()
        const from = told.findLastIndex(({ whole }) => whole)
        for (const { whole, rows, gone } of told.slice(Math.max(0, from))) {
          if (whole) folded.clear()
          for (const key of gone) folded.delete(key)
          for (const one of rows) folded.set(rowKey(one), one)
        }
        expect(new Map(folded)).toEqual(new Map(rows.map((one) => [rowKey(one), one])))
      }),
    )
  })
})
