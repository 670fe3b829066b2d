/**
 * Parses /proc/net/tcp, tcp6, udp and udp6 (proc(5); the columns are written by get_tcp4_sock, get_timewait4_sock and
 * get_openreq4 in Linux' net/ipv4/tcp_ipv4.c, and their twins for IPv6). Pure; counterpart: `sockets.ts` reads the files.
 *
 * What the columns mean:
 * - Addresses are words of 32 bits in the machine's own byte order, ports plain hexadecimal.
 * - rx_queue of a listener is the number of connections that wait to be accepted; its tx_queue is always 0 (the limit
 *   of its queue is known to sock_diag(7) only). Of any other socket they are sequence numbers subtracted from one
 *   another, so that a FIN, which takes a number, counts as a byte.
 * - Of UDP (udp4_format_sock in net/ipv4/udp.c) rx_queue is memory, each datagram's share of the kernel included, and the last
 *   column counts the datagrams that were dropped. A socket without a peer has the number of CLOSE, which ss(8) calls UNCONN.
 * - tr is the kind of timer, tm->when the time left in units of USER_HZ, which is 100 a second on every Linux.
 */
import type { SocketTimer, TcpState, UdpState } from '#shared/model/kernel.ts'
import type { SocketRow } from './port.ts'

type Endianness = 'LE' | 'BE'

/** By their number in include/net/tcp_states.h. 12, a request in a listener's queue, is written as 3. */
const STATES: readonly (TcpState | undefined)[] = [
  undefined,
  'ESTAB',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
]
const TIMERS: readonly (SocketTimer['kind'] | undefined)[] = [
  undefined,
  'retransmit',
  'keepalive',
  'time-wait',
  'probe',
]
const MS_PER_TICK = 10

// sl: local:port remote:port st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode
const ROW =
  /^ *\d+: ([0-9A-F]{8,32}):([0-9A-F]{4}) ([0-9A-F]{8,32}):([0-9A-F]{4}) ([0-9A-F]{2}) ([0-9A-F]+):([0-9A-F]+) ([0-9A-F]{2}):([0-9A-F]+)(?: [0-9A-F]{8} +\d+ +\d+ (\d+))?/

const UDP_STATES: Record<number, UdpState | undefined> = { 1: 'ESTAB', 7: 'UNCONN' }

/** The rows of a table whose local or remote port is among `ports`; null: all. What is no row is passed over. */
export function parseTable(
  text: string,
  ports: ReadonlySet<number> | null,
  endianness: Endianness,
  proto: SocketRow['proto'] = 'tcp',
): SocketRow[] {
  const rows: SocketRow[] = []
  for (const line of text.split('\n')) {
    const found = ROW.exec(line)
    if (!found) continue
    const [, localHost = '', localPort, remoteHost = '', remotePort, ...rest] = found
    const local = hex(localPort)
    const remote = hex(remotePort)
    // A busy machine has ten thousand rows that are none of ours: their addresses are not even looked at.
    if (ports && !ports.has(local) && !ports.has(remote)) continue
    const [st, sendQ, recvQ, tr, when] = rest.slice(0, 5).map(hex)
    const state = proto === 'udp' ? UDP_STATES[st ?? 0] : STATES[st ?? 0]
    if (!state) continue
    const kind = proto === 'udp' ? undefined : TIMERS[tr ?? 0]
    rows.push({
      proto,
      state,
      local: { host: hostOf(localHost, endianness), port: local },
      remote: { host: hostOf(remoteHost, endianness), port: remote },
      recvQ: recvQ ?? 0,
      sendQ: sendQ ?? 0,
      timer: kind ? { kind, ms: (when ?? 0) * MS_PER_TICK } : null,
      inode: Number(rest[5] ?? 0),
      drops: proto === 'udp' ? Number(/(\d+) *$/.exec(line)?.[1] ?? 0) : 0,
    })
  }
  return rows
}

const hex = (digits: string | undefined): number => parseInt(digits ?? '0', 16)

/** An address as inet_ntop writes it; one of IPv4 within IPv6 (RFC 4291, 2.5.5.2) as IPv4, as everywhere in the lab. */
function hostOf(digits: string, endianness: Endianness): string {
  const bytes = Buffer.from(digits, 'hex')
  if (endianness === 'LE') bytes.swap32()
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i))
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return bytes.subarray(12).join('.')
  return compressed(groups)
}

/** RFC 5952, 4.2: the first longest run of two or more groups of zeros becomes "::". */
function compressed(groups: readonly number[]): string {
  let start = 0
  let length = 1
  for (let from = 0; from < groups.length; from++) {
    let to = from
    while (groups[to] === 0) to++
    if (to - from > length) [start, length] = [from, to - from]
  }
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  return length === 1 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`
}
