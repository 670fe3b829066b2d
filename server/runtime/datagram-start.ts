/** Opens the sockets of a run of datagrams: where it listens, or where it sends to. Counterpart: `lab.ts`. */
import { isIPv6 } from 'node:net'
import type { DatagramEndpoint, DatagramSocket } from '../endpoints/datagram-port.ts'
import { LabError } from '../errors.ts'

type Family = 'as-address' | 'v4' | 'v6' | 'both'

const TWINS: Record<string, string> = {
  '127.0.0.1': '::1',
  localhost: '::1',
  '::1': '127.0.0.1',
  '0.0.0.0': '::',
  '::': '0.0.0.0',
}

/** The addresses to bind: the loopback and the wildcard have a twin in the other family, other addresses have none. */
export function hostsOf(host: string, family: Family): string[] {
  const own = host === 'localhost' ? '127.0.0.1' : host
  if (family === 'as-address') return own === '::' ? ['0.0.0.0', '::'] : [own]
  const twin = TWINS[own]
  const wanted = [own, twin].filter((one): one is string => one !== undefined)
  const fits = wanted.filter((one) => family === 'both' || isIPv6(one) === (family === 'v6'))
  if (fits.length === 0 || (family === 'both' && fits.length < 2)) throw new LabError('address-unavailable', { host })
  return fits.sort((a, b) => Number(isIPv6(a)) - Number(isIPv6(b)))
}

/** All on one port: that of the first where any will do. Rejects as `bind` does, and leaves nothing open then. */
export async function bindAll(
  endpoint: DatagramEndpoint,
  hosts: readonly string[],
  port: number,
  receiveBuffer: number,
): Promise<DatagramSocket[]> {
  const sockets: DatagramSocket[] = []
  try {
    for (const host of hosts) {
      sockets.push(await endpoint.bind({ host, port: sockets[0]?.local.port ?? port }, receiveBuffer))
    }
    return sockets
  } catch (error) {
    await Promise.all(sockets.map((socket) => socket.close()))
    throw error
  }
}

/** A socket to send from: on loopback where the target is there, so that nobody else can send to it. */
export function senderTo(
  endpoint: DatagramEndpoint,
  host: string,
  port: number,
  connected: boolean,
): Promise<DatagramSocket> {
  const loopback = host === '::1' || host.startsWith('127.')
  const from = isIPv6(host) ? (loopback ? '::1' : '::') : loopback ? '127.0.0.1' : '0.0.0.0'
  return connected ? endpoint.connect(from, { host, port }) : endpoint.bind({ host: from, port: 0 })
}
