/** Where a run is to be found: the port of its listener, or, of a client, what it connects to. Pure. As it may be shown. */
import type { Listener, Run } from '#shared/protocol/model.ts'
import { hostPort, isIpv6, isLoopback } from '#shared/net/address.ts'
import { visible } from '#shared/net/visible.ts'

/** ":8080", "→ 127.0.0.1:8080", or nothing where neither is known. */
export function placeOf({ listeners, options }: Pick<Run, 'listeners' | 'options'>): string {
  const [listener] = listeners
  if (listener) return listenerName(listener)
  return options.target ? visible(`→ ${hostPort(options.target.host, options.target.port)}`) : ''
}

/** ":8080", "tls :8443", or the path of a unix socket. */
export const listenerName = ({ transport, port, path }: Listener): string =>
  path === undefined ? (transport === 'tcp' ? `:${port}` : `${transport} :${port}`) : visible(path)

/** The listener with all that tells it from another of the same run: "TCP 127.0.0.1:8080", "TLS [::1]:8443", "unix /tmp/room". */
export const listenerLabel = ({ transport, host, port, path }: Listener): string =>
  path === undefined ? `${transport.toUpperCase()} ${hostPort(host, port)}` : visible(`unix ${path}`)

/** As little as tells it from the other listeners: "tls", "tcp v6", "tcp :8081", "unix room". */
export function listenerTag(listener: Listener, listeners: readonly Listener[]): string {
  const { transport, port, path } = listener
  const alike = listeners.filter((one) => one !== listener && one.transport === transport)
  if (alike.length === 0) return transport
  if (path !== undefined) return visible(`${transport} ${path.slice(path.lastIndexOf('/') + 1)}`)
  const family = (one: Listener): string => (isIpv6(one.host) ? 'v6' : 'v4')
  return alike.some((one) => family(one) === family(listener))
    ? `${transport} :${port}`
    : `${transport} ${family(listener)}`
}

/** The first that others can use; the first of all where none is. */
export function mostReachable(hosts: readonly string[]): string | undefined {
  return hosts.find((host) => !isLoopback(host)) ?? hosts[0]
}
