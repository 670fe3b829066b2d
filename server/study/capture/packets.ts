/**
 * Packets of IP with their checksums: TCP (RFC 9293, 3.1) and UDP (RFC 768) over IPv4 (RFC 791) and IPv6 (RFC 8200). Pure.
 * Counterparts: `blocks.ts`, which wraps them; `connection.ts`, which knows the numbers.
 */
import { isIPv6 } from 'node:net'
import type { SocketAddress } from '#shared/net/address.ts'

export const FLAG = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const

export interface Segment {
  readonly from: SocketAddress
  readonly to: SocketAddress
  readonly seq: number
  readonly ack: number
  /** Bits of `FLAG`. */
  readonly flags: number
  readonly data: Uint8Array
}

const PROTOCOL = { tcp: 6, udp: 17 } as const
const HOPS = 64
const WINDOW = 65_535

/** The address as bytes in network order: 4, or 16. */
export function addressBytes(host: string): Buffer {
  if (!isIPv6(host)) return Buffer.from(host.split('.').map(Number))
  const [head = '', tail] = host.split('::')
  const groups = (part: string | undefined): number[] =>
    (part ?? '')
      .split(':')
      .filter(Boolean)
      .flatMap((group) => {
        if (!group.includes('.')) return [parseInt(group, 16)]
        const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
        return [(a << 8) | b, (c << 8) | d]
      })
  const before = groups(head)
  const after = groups(tail)
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
  const bytes = Buffer.alloc(16)
  all.forEach((group, at) => bytes.writeUInt16BE(group, 2 * at))
  return bytes
}

/** RFC 1071: the complement of the sum of 16-bit words, carries added. */
export function checksum(...parts: readonly Uint8Array[]): number {
  let sum = 0
  let odd = false
  for (const part of parts)
    for (const byte of part) {
      sum += odd ? byte : byte << 8
      odd = !odd
    }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

function ipPacket(
  from: SocketAddress,
  to: SocketAddress,
  protocol: number,
  payload: Buffer,
  checksumAt: number,
): Buffer {
  const source = addressBytes(from.host)
  const target = addressBytes(to.host)
  const v6 = source.length === 16
  const pseudo = Buffer.alloc(v6 ? 8 : 4)
  if (v6) {
    pseudo.writeUInt32BE(payload.length, 0)
    pseudo.writeUInt8(protocol, 7)
  } else {
    pseudo.writeUInt8(protocol, 1)
    pseudo.writeUInt16BE(payload.length, 2)
  }
  const sum = checksum(source, target, pseudo, payload)
  // 0 means "none" in UDP (RFC 768).
  payload.writeUInt16BE(sum === 0 && protocol === PROTOCOL.udp ? 0xffff : sum, checksumAt)
  if (v6) {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(0x6000_0000, 0)
    head.writeUInt16BE(payload.length, 4)
    head.writeUInt8(protocol, 6)
    head.writeUInt8(HOPS, 7)
    return Buffer.concat([head, source, target, payload])
  }
  const head = Buffer.alloc(20)
  head.writeUInt8(0x45, 0)
  head.writeUInt16BE(20 + payload.length, 2)
  // Do not fragment: then the identification may be 0 (RFC 6864).
  head.writeUInt16BE(0x4000, 6)
  head.writeUInt8(HOPS, 8)
  head.writeUInt8(protocol, 9)
  source.copy(head, 12)
  target.copy(head, 16)
  head.writeUInt16BE(checksum(head), 10)
  return Buffer.concat([head, payload])
}

export function tcpPacket({ from, to, seq, ack, flags, data }: Segment): Buffer {
  const segment = Buffer.alloc(20 + data.length)
  segment.writeUInt16BE(from.port, 0)
  segment.writeUInt16BE(to.port, 2)
  segment.writeUInt32BE(seq >>> 0, 4)
  segment.writeUInt32BE(ack >>> 0, 8)
  segment.writeUInt8(5 << 4, 12)
  segment.writeUInt8(flags, 13)
  segment.writeUInt16BE(WINDOW, 14)
  segment.set(data, 20)
  return ipPacket(from, to, PROTOCOL.tcp, segment, 16)
}

export function udpPacket(from: SocketAddress, to: SocketAddress, data: Uint8Array): Buffer {
  const datagram = Buffer.alloc(8 + data.length)
  datagram.writeUInt16BE(from.port, 0)
  datagram.writeUInt16BE(to.port, 2)
  datagram.writeUInt16BE(datagram.length, 4)
  datagram.set(data, 8)
  return ipPacket(from, to, PROTOCOL.udp, datagram, 6)
}
