import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { until } from '../testing/raw-client.ts'
import { parseUnixTable } from './proc-unix.ts'

const ROOM = new Set(['/tmp/room'])
const TABLE = `\
Num       RefCount Protocol Flags    Type St Inode Path
000000001e03a50a: 00000003 00000000 00000000 0001 03 1023855 /tmp/room
00000000769ee05b: 00000002 00000000 00010000 0001 01 1023852 /tmp/room
0000000056223d36: 00000003 00000000 00000000 0001 02     0 /tmp/room
00000000aac20876: 00000003 00000000 00000000 0001 03 898104
0000000011112222: 00000003 00000000 00000000 0002 01 898105 /tmp/room
0000000033334444: 00000002 00000000 00010000 0001 01 898106 /tmp/room two
`

describe('/proc/net/unix', () => {
  it('tells who waits at a socket, and who was accepted', () => {
    expect(parseUnixTable(TABLE, ROOM)).toEqual([{ path: '/tmp/room', waiting: 1, connections: 1 }])
    const spaced = new Set(['/tmp/room two'])
    expect(parseUnixTable(TABLE, spaced)).toEqual([{ path: '/tmp/room two', waiting: 0, connections: 0 }])
  })

  it('has no row of a file that nobody listens on', () => {
    const orphans = TABLE.replace(/^.*00010000.*\/tmp\/room$\n/m, '')
    expect(parseUnixTable(orphans, ROOM)).toEqual([])
    expect(parseUnixTable(TABLE, new Set())).toEqual([])
  })

  it.runIf(platform() === 'linux')('is read as this system writes it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'socket-lab-unix-'))
    const path = join(folder, 'l’eau, [1]')
    const server = createServer().listen(path)
    await once(server, 'listening')
    const client = connect(path)
    onTestFinished(async () => {
      client.destroy()
      server.close()
      await rm(folder, { recursive: true })
    })
    // Names are bytes for the kernel.
    const table = () => parseUnixTable(readFileSync('/proc/net/unix', 'utf8'), new Set([path]))
    await until('the connection', table, ([row]) => row?.connections === 1)
    expect(table()).toEqual([{ path, waiting: 0, connections: 1 }])
  })
})
