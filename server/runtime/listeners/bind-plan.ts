/**
 * Turns a requested listen address into what its endpoints bind; opens several listeners, all or none. Pure but for
 * `openAll`. Counterparts: `runtime/lab/lab.ts`, which knows the endpoints; `endpoints/port.ts`.
 */
import type { BindAddress, OpenListener } from '../../endpoints/port.ts'
import type { PortAddress, UnixAddress } from '#shared/protocol/model.ts'
import { isLoopback } from '#shared/net/address.ts'
import { isTaken } from './port-taken.ts'

/** Attempts to find a port that is free in both families, where any will do. */
const TRIES = 10

/**
 * What to bind for one address: a family becomes loopback while the lab is on loopback, else every interface.
 * @param labHost host of listeners that name none
 */
export function bindsOf(address: PortAddress | UnixAddress, labHost: string): BindAddress[] {
  if (address.transport === 'unix') return [address]
  const { transport, port, host, family, ipv6Only } = address
  if (host !== undefined || family === undefined) {
    return [{ transport, port, host: host ?? labHost, ...(ipv6Only && { ipv6Only }) }]
  }
  if (isLoopback(labHost)) {
    const hosts = { v4: ['127.0.0.1'], v6: ['::1'], both: ['127.0.0.1', '::1'] }[family]
    return hosts.map((one) => ({ transport, port, host: one }))
  }
  if (family === 'v4') return [{ transport, port, host: '0.0.0.0' }]
  return [{ transport, port, host: '::', ...(family === 'v6' && { ipv6Only: true }) }]
}

/**
 * Opens all listeners or none. After a failure listening ends at once, and the caller resets connections made by then.
 * The listeners of one address share the first one's port.
 */
export async function openAll(
  groups: readonly (readonly BindAddress[])[],
  open: (address: BindAddress) => Promise<OpenListener>,
): Promise<OpenListener[]> {
  const opened: OpenListener[] = []
  try {
    for (const group of groups) opened.push(...(await openGroup(group, open)))
    return opened
  } catch (error) {
    for (const listener of opened) void listener.close()
    throw error
  }
}

async function openGroup(
  [first, ...others]: readonly BindAddress[],
  open: (address: BindAddress) => Promise<OpenListener>,
): Promise<OpenListener[]> {
  if (!first) return []
  const anyPort = first.transport !== 'unix' && first.port === 0 && others.length > 0
  for (let tries = anyPort ? TRIES : 1; ; tries--) {
    const opened = [await open(first)]
    const { port } = opened[0]!.bound
    try {
      for (const other of others) opened.push(await open(other.transport === 'unix' ? other : { ...other, port }))
      return opened
    } catch (error) {
      for (const listener of opened) void listener.close()
      if (tries <= 1 || !isTaken(error)) throw error
    }
  }
}
