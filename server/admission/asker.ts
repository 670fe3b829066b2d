/** By what an asker is known where places are counted. Counterpart: `places.ts`. */
import { unmapped } from '#shared/net/address.ts'
import type { Asker, Group } from './places.ts'

/** Somebody who asks: a page, or else an address. */
export interface AskerOrigin {
  readonly page?: number
  readonly address: string
}

/** From where somebody asks the lab for something, and how far it is trusted. Absent where the lab itself does it. */
export interface Origin {
  readonly address: string
  /**
   * It sits at the lab's machine, or may do what somebody does who sits there: open any path, connect to its services. Roles decide,
   * where there are any: through a proxy or a tunnel the whole world comes from loopback.
   */
  readonly atMachine: boolean
  readonly isTeacher: boolean
}

/**
 * What counts as one address wherever addresses count: an IPv4 address, also where IPv6 maps it (RFC 4291, 2.5.5.2); of IPv6 the
 * first 64 bits, since whoever has one address has all that begin like it (RFC 4291, 2.5.4; RFC 8981 gives it new ones
 * every day). What is no address, as the path of a unix socket, is itself; loopback is one address.
 */
export function networkOf(address: string): string {
  const host = unmapped(address)
  const [bare = ''] = host.split('%', 1)
  if (!/^[0-9a-f]*:[0-9a-f:.]*$/i.test(bare) || bare === '::1') return host
  const groups = groupsOf(bare)
  const first = groups.slice(0, 4).map((group) => parseInt(group || '0', 16).toString(16))
  const isMapped =
    groups.length === 8 && groups.slice(0, 5).every((group) => /^0*$/.test(group)) && /^ffff$/i.test(groups[5]!)
  return isMapped ? dotted(groups[6]!, groups[7]!) : `${first.join(':')}::/64`
}

/** All eight, where it is an IPv6 address. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::', 2)
  const groupsIn = (part: string): string[] => (part === '' ? [] : part.split(':'))
  if (tail === undefined) return groupsIn(head)
  const [before, after] = [groupsIn(head), groupsIn(tail)]
  return [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
}

const dotted = (...groups: string[]): string =>
  groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]).join('.')

/** A page counts by its session, since a whole class may share an address; who has no session counts by its address. */
export const keyOf = ({ page, address }: AskerOrigin): string =>
  page === undefined ? `address ${networkOf(address)}` : `page ${page}`

/** All of one address, whatever they count by: a session costs nothing, and an address may open many. */
export const addressGroup = (address: string, most = Infinity): Group => ({ key: `from ${networkOf(address)}`, most })

/** @param most what it may have at once @param ofAddress what all of its address may */
export const askerOf = (origin: AskerOrigin, most: number, ofAddress?: number): Asker => ({
  key: keyOf(origin),
  most,
  group: addressGroup(origin.address, ofAddress),
})
