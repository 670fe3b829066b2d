/**
 * Where a client of the lab may connect: this machine while the lab itself listens on loopback only; else the asker's own
 * address and what the teacher allowed. A lab must not become a way into the network behind it.
 * Invariants: the address that was checked is the one that is dialled; a name is resolved once, here. Addresses are compared as
 * the numbers that they are, whatever their notation. Counterpart: `name-lookups.ts`.
 */
import { BlockList, isIP, isIPv6, SocketAddress } from 'node:net'
import { networkInterfaces } from 'node:os'
import { unmapped } from '#shared/net/address.ts'
import { LabError } from '../core/errors.ts'
import type { NameLookups } from './name-lookups.ts'
import type { Target } from '#shared/model/options.ts'

export interface PolicyOptions {
  /** Host on which the lab listens. */
  readonly host: string
  /** Networks that may be dialled as well: "192.168.1.0/24", "2001:db8::/32", or a single address. */
  readonly allow: readonly string[]
  /** Port of the page: never dialled, since a line client would only confuse it. */
  readonly webPort: () => number
  readonly names: NameLookups
}

export type TargetPolicy = (target: Target, asker: string | undefined) => Promise<string>

/** Resolves a target to the address to dial. Throws `target-unknown`, `target-denied`. */
export function targetPolicy(options: PolicyOptions): TargetPolicy {
  const loopback = networks(['127.0.0.0/8', '::1'])
  // connect(2) takes an unspecified address for this machine.
  const here = networks(['127.0.0.0/8', '::1', '0.0.0.0', '::'])
  const { names } = options
  const allowed = networks(options.allow)
  const closed = contains(loopback, options.host) || options.host === 'localhost'
  return async ({ host, port }, asker) => {
    const address = plain(await names.addressOf(host, asker))
    const own = asker !== undefined && plain(asker) === address
    const ok = contains(allowed, address) || own || (closed && contains(loopback, address))
    if (!ok || (port === options.webPort() && (contains(here, address) || isOfThisMachine(address)))) {
      throw new LabError('target-denied', { host, address: `${address}:${port}` })
    }
    return address
  }
}

/** Whether a text is an address or a network with its prefix length. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const bits = isIPv6(address) ? 128 : 32
  return (
    isIP(address) !== 0 &&
    more.length === 0 &&
    (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  )
}

/** An address in the one notation of inet_ntop(3), IPv4 within IPv6 as IPv4; its zone stays, since it is dialled by it. */
function plain(address: string): string {
  if (!isIPv6(address)) return address
  const [number = '', zone] = address.split('%')
  const written = unmapped(new SocketAddress({ address: number, family: 'ipv6' }).address)
  return zone === undefined || !isIPv6(written) ? written : `${written}%${zone}`
}

/** Tells whether an address is one of a list of addresses and networks. */
export function isOneOf(list: readonly string[]): (address: string) => boolean {
  const blocks = networks(list)
  return (address) => contains(blocks, address)
}

const withoutZone = (address: string): string => address.replace(/%.*$/, '')

function networks(list: readonly string[]): BlockList {
  const blocks = new BlockList()
  for (const network of list) {
    const [address = '', prefix] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    blocks.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return blocks
}

const contains = (blocks: BlockList, address: string): boolean =>
  isIP(address) !== 0 && blocks.check(withoutZone(address), isIPv6(address) ? 'ipv6' : 'ipv4')

/** Asked each time: addresses come and go with networks. */
const isOfThisMachine = (address: string): boolean =>
  Object.values(networkInterfaces()).some((list) => list?.some((own) => plain(own.address) === withoutZone(address)))
