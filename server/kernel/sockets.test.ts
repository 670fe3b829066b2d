/** The real tables of this machine, where it has them, against what Node says of its own sockets. */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { until } from '../testing/raw-client.ts'
import type { SocketRow } from './port.ts'
import { socketTables } from './sockets.ts'

const onLinux = platform() === 'linux'

/** The rows of a port; none where the tables cannot be read. */
async function rowsOf(port: number) {
  const reading = await socketTables(511).read(new Set([port]))
  return 'rows' in reading ? reading.rows : []
}

describe.skipIf(!onLinux)('the system’s tables', () => {
  it.each(['127.0.0.1', '::1', '::'])(
    'have both ends of a connection to %s, and what its reader left unread',
    async (host) => {
      const accepted: Socket[] = []
      const server = createServer({ pauseOnConnect: true }, (socket) => accepted.push(socket)).listen(0, host)
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const client = connect(port, host === '::' ? '127.0.0.1' : host)
      await once(client, 'connect')
      client.write('unread')
      const mine = { host: client.localAddress, port: client.localPort }
      const rows = await until(
        'six unread bytes',
        () => rowsOf(port),
        (seen) => seen.some(({ recvQ }) => recvQ === 6),
      )
      expect(rows.find(({ state }) => state === 'LISTEN')).toMatchObject({ local: { host, port }, recvQ: 0 })
      expect(rows.find(({ recvQ }) => recvQ === 6)).toMatchObject({ state: 'ESTAB', local: { port }, remote: mine })
      expect(rows.find(({ local }) => local.port === mine.port)).toMatchObject({
        state: 'ESTAB',
        local: mine,
        sendQ: 0,
      })
      for (const socket of [client, ...accepted]) socket.destroy()
      server.close()
    },
  )

  it('keep the end that closed first in TIME_WAIT, for a minute at most', async () => {
    const server = createServer((socket) => socket.end().resume()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const client = connect(port, '127.0.0.1').resume()
    await once(client, 'close')
    // An earlier program may have closed a connection to somebody who had this port.
    const ours = ({ state, local }: SocketRow) => state === 'TIME_WAIT' && local.port === port
    const rows = await until(
      'TIME_WAIT',
      () => rowsOf(port),
      (seen) => seen.some(ours),
    )
    const row = rows.find(ours)
    expect(row).toMatchObject({ timer: { kind: 'time-wait' } })
    expect(row?.timer?.ms).toBeGreaterThan(50_000)
    expect(row?.timer?.ms).toBeLessThanOrEqual(60_000)
    server.close()
  })

  it('say how many connections may wait, at most what was asked', async () => {
    const [modest, bold] = await Promise.all([3, 1_000_000_000].map((asked) => socketTables(asked).read(new Set())))
    expect(modest).toMatchObject({ backlog: 3 })
    expect(bold && 'backlog' in bold && bold.backlog).toBeLessThan(1_000_000_000)
  })

  it('are whole without IPv6, and absent with a reason where there are none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'socket-lab-proc-'))
    expect(await socketTables(511, folder).read(new Set([80]))).toEqual({ absent: 'unreadable' })
    await writeFile(join(folder, 'tcp'), '  sl  local_address\n')
    expect(await socketTables(511, folder).read(new Set([80]))).toMatchObject({ rows: [] })
    await rm(folder, { recursive: true })
  })
})

describe.skipIf(onLinux)('another system', () => {
  it('is said to have no tables', async () => {
    expect(await socketTables(511).read(new Set([80]))).toEqual({ absent: 'other-system' })
  })
})

describe.skipIf(!onLinux)('a long table', () => {
  it('loses no row between the slices in which it is read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'socket-lab-tables-'))
    const row = (port: number) =>
      `   0: 0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0 100 0 0 10 0`
    const ports = Array.from({ length: 20_000 }, (_, n) => n + 1)
    await writeFile(join(folder, 'tcp'), `  sl  local_address\n${ports.map(row).join('\n')}`)
    const found = await socketTables(511, folder).read(new Set(ports))
    await rm(folder, { recursive: true })
    expect('rows' in found && found.rows.map(({ local }) => local.port)).toEqual(ports)
  })
})
