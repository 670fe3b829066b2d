import { describe, expect, it } from 'vitest'
import { parseTable } from './proc-net.ts'

/** Lines as the kernel writes them, padding included. */
const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     '
const LISTEN =
  '   1: 0100007F:9EFB 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 350466 3 00000000d034d308 100 0 0 10 0                    '
const ESTAB =
  '  87: 0100007F:9EFB 0100007F:C9B4 01 00000000:00000005 02:00000BB8 00000000     0        0 0 1 00000000d5ae195a 20 4 30 10 -1                        '
const CLOSE_WAIT =
  '  88: 0100007F:9EFB 0100007F:C9B4 08 00000000:00000006 00:00000000 00000000     0        0 350470 1 00000000d5ae195a 20 4 28 10 -1                   '
const TIME_WAIT =
  '10051: 0100007F:C9B4 0100007F:9EFB 06 00000000:00000000 03:000016F4 00000000     0        0 0 3 00000000fa625b9e                                      '
const CLOGGED =
  '  12: 0C01A8C0:9EFB 0D01A8C0:C9B4 01 0002A300:00000000 04:00000014 00000000     0        0 350471 2 00000000d5ae195a 20 4 28 10 -1                   '
const REQUEST =
  '  13: 0100007F:9EFB 0100007F:C9B6 03 00000000:00000000 01:00000063 00000000     0        0 0 0 00000000d5ae195a                                      '
const STRANGER =
  '  14: 0100007F:0016 0100007F:C9B8 01 00000000:00000000 02:00000BB8 00000000     0        0 4711 1 00000000d5ae195a 20 4 30 10 -1                     '

const LISTEN6 =
  '   0: 00000000000000000000000000000000:9EFB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 355 1 00000000d034d308 100 0 0 10 0'
const MAPPED =
  '   1: 0000000000000000FFFF00000100007F:9EFB 0000000000000000FFFF00000D01A8C0:C9B4 01 00000000:00000000 00:00000000 00000000     0        0 356 1 00000000d034d308 20 4 30 10 -1'
const LOOPBACK6 =
  '   2: 00000000000000000000000001000000:9EFB 00000000000000000000000001000000:C9B4 04 00000001:00000000 01:00000014 00000000     0        0 357 1 00000000d034d308 20 4 30 10 -1'
const GLOBAL6 =
  '   3: B80D0120000000000000010001000000:9EFB 000080FE00000000FF565400CDAB34FE:C9B4 01 00000000:00000000 00:00000000 00000000     0        0 358 1 00000000d034d308 20 4 30 10 -1'

const PORT = 0x9efb
const parse = (...lines: string[]) => parseTable([HEAD, ...lines, ''].join('\n'), new Set([PORT]), 'LE')
const here = { host: '127.0.0.1', port: PORT }
const there = { host: '127.0.0.1', port: 0xc9b4 }

describe('a row of /proc/net/tcp', () => {
  it('of a listener counts the connections that wait', () => {
    const remote = { host: '0.0.0.0', port: 0 }
    expect(parse(LISTEN)).toEqual([
      { proto: 'tcp', drops: 0, inode: 350466, state: 'LISTEN', local: here, remote, recvQ: 2, sendQ: 0, timer: null },
    ])
  })

  it('of a connection counts the bytes of both queues, and has its timer in milliseconds', () => {
    const timer = { kind: 'keepalive', ms: 30_000 }
    // Of one that nobody has accepted yet the inode is 0.
    expect(parse(ESTAB)).toEqual([
      { proto: 'tcp', drops: 0, inode: 0, state: 'ESTAB', local: here, remote: there, recvQ: 5, sendQ: 0, timer },
    ])
    expect(parse(CLOGGED)).toMatchObject([
      { local: { host: '192.168.1.12' }, sendQ: 172_800, recvQ: 0, timer: { kind: 'probe', ms: 200 } },
    ])
  })

  it('counts an unread FIN as the kernel does: as one', () => {
    expect(parse(CLOSE_WAIT)).toMatchObject([{ state: 'CLOSE_WAIT', recvQ: 6 }])
  })

  it('in TIME_WAIT tells how long it lasts', () => {
    const timer = { kind: 'time-wait', ms: 58_760 }
    expect(parse(TIME_WAIT)).toMatchObject([{ state: 'TIME_WAIT', local: there, remote: here, timer }])
  })

  it('of an unfinished handshake has its own state', () => {
    expect(parse(REQUEST)).toMatchObject([{ state: 'SYN_RECV', timer: { kind: 'retransmit', ms: 990 } }])
  })

  it('of another port, the heading and a cut line are no rows', () => {
    expect(parse(STRANGER, ESTAB.slice(0, 40))).toEqual([])
  })

  it('may come from a machine of the other byte order', () => {
    const big = ESTAB.replaceAll('0100007F', '7F000001')
    expect(parseTable(big, new Set([PORT]), 'BE')).toEqual(parse(ESTAB))
  })
})

describe('a row of /proc/net/tcp6', () => {
  it.each([
    ['every address', LISTEN6, '::', '::'],
    ['IPv4 within IPv6', MAPPED, '127.0.0.1', '192.168.1.13'],
    ['loopback', LOOPBACK6, '::1', '::1'],
    ['zeros in the middle', GLOBAL6, '2001:db8::1:0:0:1', 'fe80::54:56ff:fe34:abcd'],
  ])('shows %s as Node does', (_, line, local, remote) => {
    expect(parse(line)).toMatchObject([{ local: { host: local }, remote: { host: remote } }])
  })
})

describe('a row of /proc/net/udp', () => {
  const HEAD_UDP =
    '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops            '
  const UNCONN =
    ' 2193: 0100007F:9EFB 00000000:0000 07 00000000:00033C00 00:00000000 00000000     0        0 48385 2 000000003f4dab99 908       '
  const CONNECTED =
    ' 2194: 00000000000000000000000001000000:C9B4 00000000000000000000000001000000:9EFB 01 00000000:00000000 00:00000000 00000000     0        0 48386 2 000000003f4dab99 0         '
  const rows = (...lines: string[]) => parseTable([HEAD_UDP, ...lines, ''].join('\n'), new Set([PORT]), 'LE', 'udp')

  it('has its state by the name of ss, its memory and its drops', () => {
    const remote = { host: '0.0.0.0', port: 0 }
    const figures = { recvQ: 211_968, sendQ: 0, timer: null, drops: 908, inode: 48_385 }
    expect(rows(UNCONN)).toEqual([{ proto: 'udp', state: 'UNCONN', local: here, remote, ...figures }])
    expect(rows(CONNECTED)).toMatchObject([{ state: 'ESTAB', remote: { host: '::1', port: PORT }, drops: 0 }])
  })
})
