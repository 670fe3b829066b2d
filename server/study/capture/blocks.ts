/**
 * Blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian: section header, one interface of raw IP, packets with a
 * comment where there is something to say. Pure. Counterpart: `packets.ts`, what is in them.
 */

const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const ENHANCED_PACKET = 6
/** IPv4 or IPv6 without a link layer: the first four bits tell (LINKTYPE_RAW). */
const RAW_IP = 101
const OPTION = { end: 0, comment: 1, application: 4, interfaceName: 2, resolution: 9 } as const
/** Times are in microseconds: 10 to the minus 6. */
const MICROSECONDS = 6
/** Nothing is cut. */
const SNAP_LENGTH = 0

const padded = (length: number): number => (length + 3) & ~3

function option(code: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length))
  bytes.writeUInt16LE(code, 0)
  bytes.writeUInt16LE(value.length, 2)
  bytes.set(value, 4)
  return bytes
}
const text = (code: number, value: string): Buffer => option(code, Buffer.from(value, 'utf8'))

/** Options with their end; nothing where there are none. */
const options = (...all: Buffer[]): Buffer =>
  all.length === 0 ? Buffer.alloc(0) : Buffer.concat([...all, option(OPTION.end, new Uint8Array())])

function block(type: number, ...parts: Uint8Array[]): Buffer {
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0)
  const head = Buffer.alloc(8)
  head.writeUInt32LE(type, 0)
  head.writeUInt32LE(length, 4)
  const tail = Buffer.alloc(4)
  tail.writeUInt32LE(length, 0)
  return Buffer.concat([head, ...parts, tail])
}

/** @param comment what whoever opens the file must know */
export function sectionHeader(application: string, comment: string): Buffer {
  const body = Buffer.alloc(16)
  body.writeUInt32LE(0x1a2b3c4d, 0)
  body.writeUInt16LE(1, 4)
  body.writeUInt16LE(0, 6)
  // How long the section is, is not known before its end.
  body.writeBigInt64LE(-1n, 8)
  return block(SECTION, body, options(text(OPTION.application, application), text(OPTION.comment, comment)))
}

/** The one interface of a section: packets of IP, times in microseconds. */
export function interfaceBlock(name: string): Buffer {
  const body = Buffer.alloc(8)
  body.writeUInt16LE(RAW_IP, 0)
  body.writeUInt32LE(SNAP_LENGTH, 4)
  const resolution = option(OPTION.resolution, Uint8Array.of(MICROSECONDS))
  return block(INTERFACE, body, options(text(OPTION.interfaceName, name), resolution))
}

/** @param time microseconds since 1970 @param data from the IP header on @param comment nothing: none */
export function packetBlock(time: number, data: Uint8Array, comment = ''): Buffer {
  const body = Buffer.alloc(20)
  const at = BigInt(Math.round(time))
  body.writeUInt32LE(0, 0)
  body.writeUInt32LE(Number(at >> 32n), 4)
  body.writeUInt32LE(Number(at & 0xffff_ffffn), 8)
  body.writeUInt32LE(data.length, 12)
  body.writeUInt32LE(data.length, 16)
  const padding = Buffer.alloc(padded(data.length) - data.length)
  const said = comment === '' ? [] : [text(OPTION.comment, comment)]
  return block(ENHANCED_PACKET, body, data, padding, options(...said))
}
