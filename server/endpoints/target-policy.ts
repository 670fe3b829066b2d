/**
 * Where a client of the lab may connect: the runs of the lab; this machine for who sits at it; the asker's own address; and what
 * whoever started the lab allowed. A lab must not become a way into the network behind it.
 * Invariants: the address that was checked is the one that is dialled; a name is resolved once, here. Addresses are compared as
 * the numbers that they are, whatever their notation. Counterpart: `name-lookups.ts`.
 */
import { BlockList, isIP, isIPv6, SocketAddress } from 'node:net'
import { networkInterfaces } from 'node:os'
import { unmapped } from '#shared/net/address.ts'
import type { Origin } from '../admission/asker.ts'
import { LabError } from '../core/errors.ts'
import type { NameLookups } from './name-lookups.ts'
import type { Target } from '#shared/model/options.ts'

export interface PolicyOptions {
  /** Networks that may be dialled as well: "192.168.1.0/24", "2001:db8::/32", or a single address. */
  readonly allow: readonly string[]
  /** Port of the page: never dialled, since a line client would only confuse it. */
  readonly webPort: () => number
  readonly names: NameLookups
  /** Whether a run of the lab listens at this very place, and no other program of this machine: its clients are welcome there. */
  readonly isRun: (address: string, port: number, carrier: Carrier) => boolean
}

/** What is sent there. */
export type Carrier = 'stream' | 'datagram'
export type TargetPolicy = (target: Target, from: Origin | undefined, carrier: Carrier) => Promise<string>

/** Resolves a target to the address to dial. Throws `target-unknown`, `target-denied`. */
export function targetPolicy(options: PolicyOptions): TargetPolicy {
  const loopback = networks(['127.0.0.0/8', '::1'])
  // connect(2) takes an unspecified address for this machine.
  const here = networks(['127.0.0.0/8', '::1', '0.0.0.0', '::'])
  const { names } = options
  const allowed = networks(options.allow)
  return async ({ host, port }, from, carrier) => {
    const address = plain(await names.addressOf(host, from?.address))
    const local = contains(loopback, address)
    const own = from !== undefined && plain(from.address) === address && !local
    const atMachine = from?.atMachine ?? true
    const ok = contains(allowed, address) || own || (local && (atMachine || options.isRun(address, port, carrier)))
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
