/**
 * The two ends of a participant's connection as a capture shows them. What the journal does not know is made up, within the
 * addresses that are kept for documentation (RFC 5737, RFC 3849), so that nobody takes it for a machine. Pure.
 */
import { isIP, isIPv6 } from 'node:net'
import type { Listener, Participant } from '#shared/protocol/model.ts'
import { unmapped, type SocketAddress } from '#shared/net/address.ts'
import type { End } from './connection.ts'

/** Those that are kept for documentation: 254 machines, and a port each. */
const MADE_UP = '192.0.2.'
const PROGRAM_V4 = '198.51.100.1'
const PROGRAM_V6 = '2001:db8::1'
const FIRST_PORT = 40_000
const PORTS = 20_000

/** "127.0.0.1:51512", "[::1]:51512" (RFC 3986, 3.2.2). @returns null where it is neither */
export function parseAddress(address: string): SocketAddress | null {
  const [, six, four, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(address) ?? []
  // The zone of a link-local address is this machine's own (RFC 4007).
  const host = unmapped((six ?? four ?? '').replace(/%.*$/, ''))
  return isIP(host) === 0 ? null : { host, port: Number(port) }
}

const madeUp = (id: number): SocketAddress => ({
  host: `${MADE_UP}${1 + ((id - 1) % 254)}`,
  port: FIRST_PORT + (id % PORTS),
})

/** @param told the peer's address; null where it is not to be told @param listeners of the run, those that are closed too */
export function addressesOf(
  { id, listener: number }: Pick<Participant, 'id' | 'listener'>,
  told: string | null,
  listeners: readonly Listener[],
): Record<End, SocketAddress> {
  const peer = (told === null ? null : parseAddress(told)) ?? madeUp(id)
  const listener = listeners.find((one) => one.number === number)
  const v6 = isIPv6(peer.host)
  const hosts = told === null || !listener ? [] : [listener.host, ...listener.reachable].map(unmapped)
  const host = hosts.find((one) => isIP(one) !== 0 && isIPv6(one) === v6 && !/^(0\.0\.0\.0|::)$/.test(one))
  const port = listener && listener.port > 0 ? listener.port : FIRST_PORT + ((id + PORTS / 2) % PORTS)
  return { peer, program: { host: host ?? (v6 ? PROGRAM_V6 : PROGRAM_V4), port } }
}
