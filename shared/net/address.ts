/** Socket addresses as text: hosts, and hosts with ports. Pure. */

/** An address without brackets or a name, and a port. */
export interface SocketAddress {
  readonly host: string
  readonly port: number
}

/** In brackets where it is IPv6 (RFC 3986, 3.2.2). */
export const bracketed = (host: string): string => (isIpv6(host) ? `[${host}]` : host)

/** Host and port as addresses and URLs have them: IPv6 in brackets (RFC 3986, 3.2.2). */
export const hostPort = (host: string, port: number): string => `${bracketed(host)}:${port}`

/** "192.0.2.7:51512" and "[2001:db8::7]:51512" without the port; the path of a unix socket as it is. */
export const hostOf = (address: string): string =>
  address.startsWith('/') ? address : address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')

/** @param host an address or a name without a port: only IPv6 has colons */
export const isIpv6 = (host: string): boolean => host.includes(':')

/** ::ffff:127.0.0.1 is how a socket of both families names the IPv4 peer 127.0.0.1 (RFC 4291, 2.5.5.2). */
export const unmapped = (host: string): string => host.replace(/^::ffff:(?=\d+\.)/i, '')

/** @param host an address or a name that never leaves the machine: 127.0.0.0/8 (RFC 1122, 3.2.1.3), ::1, localhost (RFC 6761) */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || unmapped(host).startsWith('127.')
