/** Bytes of a capture, against what the documents say of them. */
import { describe, expect, it } from 'vitest'
import { interfaceBlock, packetBlock, sectionHeader } from './blocks.ts'
import { Connection, SEGMENT_BYTES } from './connection.ts'
import { addressBytes, checksum, udpPacket } from './packets.ts'
import { parseAddress, addressesOf } from './addresses.ts'

it('sums as the example of RFC 1071 does, and an odd byte as the first of two', () => {
  const words = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7)
  expect(checksum(words)).toBe(~0xddf2 & 0xffff)
  expect(checksum(words.subarray(0, 3), words.subarray(3))).toBe(checksum(words))
  expect(checksum(Uint8Array.of(0x12))).toBe(~0x1200 & 0xffff)
})

it.each([
  ['10.0.0.1', '0a000001'],
  ['::', '0'.repeat(32)],
  ['::1', `${'0'.repeat(31)}1`],
  ['2001:db8::8:800:200c:417a', '20010db80000000000080800200c417a'],
  ['fe80::', `fe80${'0'.repeat(28)}`],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['64:ff9b::192.0.2.33', '0064ff9b0000000000000000c0000221'],
])('writes %s in network order', (host, hex) => {
  expect(addressBytes(host).toString('hex')).toBe(hex)
})

it('writes a datagram over both versions of IP', () => {
  const v4 = udpPacket({ host: '192.0.2.1', port: 7 }, { host: '192.0.2.2', port: 9 }, Buffer.from('hi'))
  expect(v4.toString('hex')).toBe(
    '4500001e000040004011b6cbc0000201c0000202' + '00070009000a' + v4.subarray(26, 28).toString('hex') + '6869',
  )
  const v6 = udpPacket({ host: '::1', port: 7 }, { host: '::1', port: 9 }, Buffer.from('hi'))
  expect(v6.subarray(0, 8).toString('hex')).toBe('60000000000a1140')
  expect(v6.length).toBe(40 + 10)
})

describe('blocks', () => {
  it('tell their length at both ends, and are whole words', () => {
    for (const block of [
      sectionHeader('a', 'é'),
      interfaceBlock('lo'),
      packetBlock(1.5e15, Buffer.from('abc'), 'said'),
    ]) {
      expect(block.length % 4).toBe(0)
      expect(block.readUInt32LE(4)).toBe(block.length)
      expect(block.readUInt32LE(block.length - 4)).toBe(block.length)
    }
  })

  it('keep the microsecond', () => {
    const time = 1_795_813_223_163_449
    const block = packetBlock(time, Buffer.from('abcd'))
    expect(Number((BigInt(block.readUInt32LE(12)) << 32n) | BigInt(block.readUInt32LE(16)))).toBe(time)
    expect(block.subarray(28, 32).toString()).toBe('abcd')
  })
})

describe('a connection', () => {
  const open = () => new Connection({ peer: { host: '192.0.2.1', port: 1 }, program: { host: '192.0.2.2', port: 2 } })
  const flags = (packets: Buffer[]) => packets.map((packet) => packet.readUInt8(33))

  it('shakes hands, from whoever connects', () => {
    const packets = open().opened('program')
    expect(flags(packets)).toEqual([2, 18, 16])
    expect(packets[0]!.readUInt16BE(20)).toBe(2)
  })

  it('cuts what is too long for the window, and acknowledges each piece', () => {
    const packets = open().bytes('peer', Buffer.alloc(SEGMENT_BYTES + 1))
    expect(packets.map(({ length }) => length)).toEqual([40 + SEGMENT_BYTES, 40, 41, 40])
    expect(packets[3]!.readUInt32BE(28)).toBe(packets[0]!.readUInt32BE(24) + SEGMENT_BYTES + 1)
  })

  it('says nothing after its FIN, nor after a reset, and sends each once', () => {
    const connection = open()
    expect(flags(connection.fin('peer'))).toEqual([17, 16])
    expect([connection.fin('peer'), connection.bytes('peer', Buffer.from('x'))]).toEqual([[], []])
    expect(flags(connection.bytes('program', Buffer.from('x')))).toEqual([24, 16])
    expect(flags(connection.rst('program'))).toEqual([20])
    expect([connection.rst('peer'), connection.fin('program'), connection.bytes('program', Buffer.from('x'))]).toEqual([
      [],
      [],
      [],
    ])
  })
})

describe('the two ends', () => {
  const listener = {
    number: 1,
    transport: 'tcp' as const,
    host: '0.0.0.0',
    port: 8080,
    reachable: ['127.0.0.1', '::1'],
  }

  it.each([
    ['127.0.0.1:51512', { host: '127.0.0.1', port: 51512 }],
    ['[::1]:51512', { host: '::1', port: 51512 }],
    ['[::ffff:10.0.0.7]:80', { host: '10.0.0.7', port: 80 }],
    ['[fe80::1%eth0]:80', { host: 'fe80::1', port: 80 }],
    ['/tmp/socket-lab.sock', null],
    ['', null],
  ])('reads %s', (address, place) => expect(parseAddress(address)).toEqual(place))

  it('are of one family, and the listener is an address that leads to it', () => {
    expect(addressesOf({ id: 3, listener: 1 }, '127.0.0.1:5', [listener]).program).toEqual({
      host: '127.0.0.1',
      port: 8080,
    })
    expect(addressesOf({ id: 3, listener: 1 }, '[::1]:5', [listener]).program).toEqual({ host: '::1', port: 8080 })
  })

  it('are made up, as everybody sees, where nothing is known of them', () => {
    expect(addressesOf({ id: 300 }, '/run/x.sock', [])).toEqual({
      peer: { host: '192.0.2.46', port: 40_300 },
      program: { host: '198.51.100.1', port: 50_300 },
    })
  })
})
