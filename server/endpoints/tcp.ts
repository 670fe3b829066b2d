/** TCP listeners and connections (RFC 9293) over node:net. Counterpart: `stream.ts`, which does the traffic. */
import type { AddressInfo, Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Part } from '../admission/descriptors.ts'
import { hostPort } from '#shared/net/address.ts'
import type { End } from '../core/ends.ts'
import { LabError } from '../core/errors.ts'
import { closed, listening, type ListeningOptions } from './listening.ts'
import type { BindAddress, BoundListener, Endpoint, ListenHandlers, OpenListener } from './port.ts'
import { dial, plainServer, type Owned } from './sockets.ts'
import { StreamConnection } from './stream.ts'

const KEEP_ALIVE_MS = 30_000
export const STREAM_OPTIONS = {
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: KEEP_ALIVE_MS,
}

/** The transport of plain TCP (RFC 9293). */
export function tcpEndpoint(options: ListeningOptions): Endpoint {
  return {
    listen: (address, handlers) => listen(address, handlers, options),
    dial: async (host, port, part) => new StreamConnection(await dialTcp(host, port, options, part), 'tcp'),
  }
}

function listen(address: BindAddress, handlers: ListenHandlers, options: ListeningOptions): Promise<OpenListener> {
  const server = plainServer(STREAM_OPTIONS, options.descriptors, {
    accepted: (socket) => handlers.connected(new StreamConnection(socket, 'tcp')),
    dropped: (remote) => handlers.dropped(remoteOf(remote), 'descriptors'),
  })
  return bindPort(server, address, options)
}

/** Lets a server listen on a port. Rejects with the LabError that says why it cannot. */
export async function bindPort(server: Server, address: BindAddress, options: ListeningOptions): Promise<OpenListener> {
  if (address.transport === 'unix') throw new TypeError('a port is bound by an address, not by a path')
  const { transport, host, port, ipv6Only = false } = address
  try {
    await listening(server, { host, port, ipv6Only }, options)
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, host, port)
  }
  return { bound: { transport, ...boundTo(server, ipv6Only) }, close: () => closed(server) }
}

/** A connected socket. Rejects with `connection-failed`. */
export const dialTcp = (host: string, port: number, { descriptors }: ListeningOptions, part?: Part): Promise<Owned> =>
  dial({ host, port }, descriptors, part, STREAM_OPTIONS)

/** An end as text; a peer that has gone already has none. */
export const remoteOf = ({ host, port }: End): string => hostPort(host || '?', port)

function boundTo(server: Server, ipv6Only: boolean): Omit<BoundListener, 'transport'> {
  const { address, port } = server.address() as AddressInfo
  return { host: address, port, ...(ipv6Only && { ipv6Only }), reachable: reachableAt(address, ipv6Only) }
}

/**
 * The addresses of this machine that lead to a socket bound to `host`: interfaces of the same family for a wildcard.
 * @param ipv6Only a wildcard of IPv6 does not lead to IPv4
 */
export function reachableAt(host: string, ipv6Only = false): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const ipv4 = host === '0.0.0.0' || !ipv6Only
  const fits = all.filter(({ family, scopeid }) => (family === 'IPv4' ? ipv4 : host === '::' && !scopeid))
  const outside = fits.filter(({ internal }) => !internal)
  return [...new Set([...outside, ...fits].map(({ address }) => address))]
}

/** Why bind or listen failed, as the LabError to tell: `port-in-use`, `port-denied`, `no-ipv6`, `address-unavailable`, else `internal`. */
export function listenError(error: NodeJS.ErrnoException, host: string, port: number): LabError {
  if (error instanceof LabError) return error
  switch (error.code) {
    case 'EADDRINUSE':
      return new LabError('port-in-use', { host, port, holder: '' }, error)
    case 'EACCES':
      return new LabError('port-denied', { host, port }, error)
    case 'EAFNOSUPPORT':
      return new LabError('no-ipv6', { host }, error)
    case 'EADDRNOTAVAIL':
      if (host === '::1' || host === '::') return new LabError('no-ipv6', { host }, error)
      return new LabError('address-unavailable', { host }, error)
    case 'ENOTFOUND':
    case 'EINVAL':
      return new LabError('address-unavailable', { host }, error)
    default:
      // What getaddrinfo says of a name (EAI_NODATA), and what Node says of one that can be none.
      return /^(EAI_|ERR_INVALID_)/.test(error.code ?? '')
        ? new LabError('address-unavailable', { host }, error)
        : new LabError('internal', {}, error)
  }
}
