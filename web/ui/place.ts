/** Where a run is to be found: the port of its door, or, of a client, what it connects to. Pure. */
import type { Door, Run } from '#shared/protocol/model.ts'
import { hostPort, isIpv6, isLoopback } from '#shared/net/address.ts'

/** ":8080", "→ 127.0.0.1:8080", or nothing where neither is known. */
export function placeOf({ doors, options }: Pick<Run, 'doors' | 'options'>): string {
  const [door] = doors
  if (door) return doorName(door)
  return options.target ? `→ ${hostPort(options.target.host, options.target.port)}` : ''
}

/** ":8080", "tls :8443", or the path of a unix socket. */
export const doorName = ({ transport, port, path }: Door): string =>
  path ?? (transport === 'tcp' ? `:${port}` : `${transport} :${port}`)

/** The door with all that tells it from another of the same run: "TCP 127.0.0.1:8080", "TLS [::1]:8443", "unix /tmp/room". */
export const doorLabel = ({ transport, host, port, path }: Door): string =>
  path === undefined ? `${transport.toUpperCase()} ${hostPort(host, port)}` : `unix ${path}`

/** As little as tells it from the other doors: "tls", "tcp v6", "tcp :8081", "unix room". */
export function doorTag(door: Door, doors: readonly Door[]): string {
  const { transport, port, path } = door
  const alike = doors.filter((one) => one !== door && one.transport === transport)
  if (alike.length === 0) return transport
  if (path !== undefined) return `${transport} ${path.slice(path.lastIndexOf('/') + 1)}`
  const family = (one: Door): string => (isIpv6(one.host) ? 'v6' : 'v4')
  return alike.some((one) => family(one) === family(door)) ? `${transport} :${port}` : `${transport} ${family(door)}`
}

/** The first that others can use; the first of all where none is. */
export function mostReachable(hosts: readonly string[]): string | undefined {
  return hosts.find((host) => !isLoopback(host)) ?? hosts[0]
}
