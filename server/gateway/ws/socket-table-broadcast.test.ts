/** What viewers are told of the kernel: real sockets and tables, and readings that are counted. */
import { platform } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { BACKLOG } from '#shared/model/constants.ts'
import type { Reading, SocketTables } from '../../kernel/port.ts'
import { socketTables } from '../../kernel/sockets.ts'
import { openApp, type Tab } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import type { KernelRow } from '#shared/model/kernel.ts'
import { portToKeep } from '../../testing/ports.ts'

/** The tables, with the times at which they were read. */
class Counted implements SocketTables {
  readonly times: number[] = []
  readonly #tables: SocketTables
  constructor(tables: SocketTables = socketTables(BACKLOG)) {
    this.#tables = tables
  }
  read(ports: ReadonlySet<number>, paths?: ReadonlySet<string>): Promise<Reading> {
    this.times.push(performance.now())
    return this.#tables.read(ports, paths)
  }
}

let server: Awaited<ReturnType<typeof openApp>>
afterEach(() => server.close())

const open = async (tables = new Counted()) => {
  server = await openApp({}, tables)
  return tables
}
const watch = async (run: string): Promise<Tab> => {
  const tab = await server.tab()
  tab.send({ type: 'watch', run, mode: 'latest' })
  return tab
}
const isOf =
  (participant: number | null, state: KernelRow['state'], fits: (row: KernelRow) => boolean = () => true) =>
  ({ rows }: { rows: KernelRow[] | null }) =>
    rows?.some((row) => row.participant === participant && row.state === state && fits(row)) === true

describe.skipIf(platform() !== 'linux')('viewers of a run', () => {
  it('see its listener and, of a client that waits its turn, the bytes that nobody reads', async () => {
    await open()
    const run = await startRun(server.lab, 'line-server')
    const tab = await watch(run.run.id)
    await tab.receives(
      'kernel',
      isOf(null, 'LISTEN', ({ backlog, recvQ }) => recvQ === 0 && backlog! > 0),
    )
    await run.client()
    const second = await run.client()
    second.say('cinq\n')
    await tab.receives(
      'kernel',
      isOf(2, 'ESTAB', ({ side, recvQ }) => side === 'program' && recvQ === 5),
    )
    await tab.receives(
      'kernel',
      isOf(2, 'ESTAB', ({ side, remote }) => side === 'peer' && remote!.endsWith(`:${run.port}`)),
    )
    tab.socket.close()
  })

  it('see what clients wrote that are not in turn', async () => {
    await open()
    const run = await startRun(server.lab, 'relay-known', { count: 2, strategy: 'in-turn' })
    const tab = await watch(run.run.id)
    await run.client()
    const second = await run.client()
    await run.participants((states) => states.filter((state) => state === 'open').length === 2)
    second.say('douze octets')
    await tab.receives(
      'kernel',
      isOf(2, 'ESTAB', ({ side, recvQ }) => side === 'program' && recvQ === 12),
    )
    tab.socket.close()
  })

  it('see who closed first in TIME_WAIT, after the program’s end too, and a new program on the port sees it as well', async () => {
    await open()
    const run = await startRun(server.lab, 'relay', {}, { port: await portToKeep() })
    const tab = await watch(run.run.id)
    const peer = await run.client()
    peer.socket.on('end', () => peer.finish())
    await run.participants((states) => states[0] === 'open')
    await server.lab.stop(run.run.id)
    const inTimeWait = ({ side, timer }: KernelRow) =>
      side === 'program' && timer?.kind === 'time-wait' && timer.ms > 50_000
    await tab.receives('kernel', isOf(1, 'TIME_WAIT', inTimeWait))
    const again = await server.lab.start({ program: 'relay', listen: [{ transport: 'tcp', port: run.port }] })
    const later = await watch(again.id)
    await later.receives('kernel', isOf(null, 'TIME_WAIT', inTimeWait))
    for (const one of [tab, later]) one.socket.close()
  })
})

describe('the tables', () => {
  it('are no news while nothing but a timer runs down, and everybody is told of them', async () => {
    const ends = performance.now() + 60_000
    const row = {
      proto: 'tcp' as const,
      inode: 1,
      drops: 0,
      state: 'TIME_WAIT',
      local: { host: '127.0.0.1', port: 0 },
      remote: { host: '127.0.0.1', port: 9 },
    } as const
    const tables = await open(
      new Counted({
        read: (ports) => {
          const [port = 0] = ports
          const timer = { kind: 'time-wait', ms: ends - performance.now() } as const
          return Promise.resolve({
            rows: [{ ...row, local: { ...row.local, port }, recvQ: 0, sendQ: 0, timer }],
            unix: [],
            backlog: 1,
          })
        },
      }),
    )
    const run = await startRun(server.lab, 'relay')
    const first = await watch(run.run.id)
    await first.receives('kernel', isOf(null, 'TIME_WAIT'))
    await until(
      'more readings',
      () => tables.times.length,
      (count) => count > 4,
    )
    const second = await watch(run.run.id)
    await second.receives(
      'kernel',
      isOf(null, 'TIME_WAIT', ({ timer }) => timer!.ms < 59_900),
    )
    expect(first.all('kernel')).toHaveLength(1)
    second.send({ type: 'unwatch', run: run.run.id })
    second.send({ type: 'watch', run: run.run.id, mode: 'latest' })
    await until(
      'the whole again',
      () => second.all('kernel').length,
      (count) => count === 2,
    )
    expect(first.all('kernel')).toHaveLength(1)
    for (const one of [first, second]) one.socket.close()
  })

  it('are read four times a second at most for all runs, and not while nobody watches and nothing happens', async () => {
    const tables = await open()
    const runs = await Promise.all([startRun(server.lab, 'relay'), startRun(server.lab, 'line-server')])
    const tabs = await Promise.all(runs.map(({ run }) => watch(run.id)))
    await until(
      'some readings',
      () => tables.times.length,
      (count) => count >= 4,
    )
    const pauses = tables.times.slice(1).map((time, i) => time - tables.times[i]!)
    expect(Math.min(...pauses)).toBeGreaterThan(245)
    for (const tab of tabs) tab.socket.close()
    await until(
      'no more readings, for longer than any rest between two',
      () => performance.now() - tables.times.at(-1)!,
      (idle) => idle > 3000,
    )
  })

  it('that are absent are said to be, once', async () => {
    const tables = await open(new Counted({ read: () => Promise.resolve({ absent: 'other-system' }) }))
    const run = await startRun(server.lab, 'relay')
    const tab = await watch(run.run.id)
    await until(
      'some readings',
      () => tables.times.length,
      (count) => count >= 3,
    )
    expect(tab.all('kernel')).toEqual([
      { type: 'kernel', run: run.run.id, rows: null, more: 0, absent: 'other-system' },
    ])
    tab.socket.close()
  })

  it('are read again after a reading that failed for a reason that nobody foresaw', async () => {
    let readings = 0
    const real = socketTables(BACKLOG)
    const read: SocketTables['read'] = (ports, paths) =>
      ++readings === 1 ? Promise.reject(new Error('not foreseen')) : real.read(ports, paths)
    await open(new Counted({ read }))
    const room = await startRun(server.lab, 'relay')
    const tab = await server.tab()
    tab.send({ type: 'watch', run: room.run.id, mode: 'all' })
    await tab.receives('kernel', ({ rows }) => (rows?.length ?? 0) > 0)
    expect(readings).toBeGreaterThan(1)
  })
})
