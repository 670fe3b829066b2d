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

/** Whether a Host header (RFC 9110, 7.2) names this lab on this port. */
export function isKnownHost(header: string | undefined, hosts: ReadonlySet<string>, port: number): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[^:]+)(?::(\d+))?$/i.exec(header ?? '')
  return match !== null && hosts.has(match[1]!.toLowerCase()) && Number(match[2] ?? 80) === port
}

/** Whether an Origin header (RFC 6454) is this lab's page. Programs send none, and may pass. */
export function isKnownOrigin(header: string | undefined, hosts: ReadonlySet<string>, port: number): boolean {
  if (header === undefined) return true
  const host = /^http:\/\/(.+)$/i.exec(header)?.[1]
  return host !== undefined && isKnownHost(host, hosts, port)
}
