/**
 * Which names and origins this lab answers to. A foreign page must not reach it through a student's browser (cross-
 * site WebSocket hijacking), nor through a name that suddenly resolves to this machine (DNS rebinding).
 */
import { hostname, networkInterfaces } from 'node:os'
import type { Clock } from '../../core/clock.ts'
import { bracketed, isLoopback } from '#shared/net/address.ts'

const REREAD_MICROS = 1_000_000
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** Names that open the page: loopback ones, and with an open host the machine's own addresses too. */
export function knownHosts(host: string): Set<string> {
  const names = new Set([...LOOPBACK, bracketed(host)])
  if (isLoopback(host)) return names
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { address } of addresses ?? []) names.add(bracketed(address))
  }
  const own = hostname().toLowerCase()
  return names.add(own).add(`${own}.local`)
}

/** The same, read again when a second has gone by: addresses and names come and go with networks. @param clock whose seconds */
export function knownHostsOf(host: string, clock: Pick<Clock, 'micros'>, read = knownHosts): () => ReadonlySet<string> {
  let names = read(host)
  let at = clock.micros()
  return () => {
    if (clock.micros() - at < REREAD_MICROS) return names
    at = clock.micros()
    return (names = read(host))
  }
}

/** Where a lab is: names and port that it has by itself, and the addresses by which others reach it (`--public`). */
export interface Reach {
  readonly hosts: ReadonlySet<string>
  readonly port: number
  /** Over TLS: an address without a port means another one. */
  readonly secure: boolean
  readonly publics: readonly URL[]
}

/**
 * Whether a Host header (RFC 9110, 7.2) names this lab. A loopback name does at any port: no foreign name can be made to resolve to
 * it, and `ssh -L` or a container may publish the lab's port as another.
 */
export const isKnownHost = (header: string | undefined, reach: Reach): boolean =>
  isOwnHost(header, reach) || reach.publics.some((url) => hostOf(`${url.protocol}//${header}`) === url.host)

function isOwnHost(header: string | undefined, { hosts, port, secure }: Reach): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[^:]+)(?::(\d+))?$/i.exec(header ?? '')
  if (match === null) return false
  const name = match[1]!.toLowerCase()
  return LOOPBACK.includes(name) || (hosts.has(name) && Number(match[2] ?? (secure ? 443 : 80)) === port)
}

/**
 * Whether an Origin header (RFC 6454) is this lab's page. Programs send none, and may pass. A page of another port of this
 * machine is foreign, although its name is a loopback one: it has to be the very address of the request.
 */
export function isKnownOrigin(origin: string | undefined, host: string | undefined, reach: Reach): boolean {
  if (origin === undefined) return true
  if (reach.publics.some((url) => url.origin === origin.toLowerCase())) return true
  const [, scheme, named] = /^(https?):\/\/([^/@]+)$/i.exec(origin) ?? []
  if (named === undefined || !isOwnHost(named, reach)) return false
  if (named.toLowerCase() === host?.toLowerCase()) return true
  return scheme!.toLowerCase() === 'http' && Number(/:(\d+)$/.exec(named)?.[1] ?? 80) === reach.port
}

/** Host and port of an address, without a port that its scheme implies; null where it is none. */
function hostOf(address: string): string | null {
  try {
    return new URL(address).host
  } catch {
    return null
  }
}
