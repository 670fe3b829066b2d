/**
 * Starts a run of datagrams: opens its sockets (to listen, or to send to its target), registers it in the journal and
 * returns it. Counterparts: `start.ts`, which calls it; `stream-start.ts`, the same for connections.
 */
import type { Origin } from '../../admission/asker.ts'
import { isIPv6 } from 'node:net'
import type { DatagramEndpoint, DatagramSocket } from '../../endpoints/datagram-port.ts'
import { LabError } from '../../core/errors.ts'
import type { RunRecord } from '../../journal/port.ts'
import { traitsOf } from '#programs/traits.ts'
import { connects } from '#shared/model/traits.ts'
import { isLoopback, type SocketAddress } from '#shared/net/address.ts'
import { MAX_LISTENERS } from '#shared/model/constants.ts'
import type { ListenAddress, ProgramId, UdpAddress } from '#shared/protocol/model.ts'
import type { AnyOptions, DatagramOptions, Target } from '#shared/model/options.ts'
import { isTaken, type ExplainTaken } from '../listeners/port-taken.ts'
import { DatagramRun, type DatagramRunParts } from '../datagrams/datagram-run.ts'

export interface DatagramStartParts extends Omit<DatagramRunParts, 'target'> {
  /** Host of listeners whose request names none. */
  readonly host: string
  readonly resolveTarget: (target: Target, from: Origin | undefined, carrier: 'stream' | 'datagram') => Promise<string>
  /** Explains who has a port. */
  readonly explainTaken: ExplainTaken
  /** Opens on the first free port of the lab's range. Throws `no-free-port`. */
  readonly nextFree: <T>(open: (port: number) => Promise<T>) => Promise<T>
}

export interface DatagramRequest {
  readonly program: ProgramId
  readonly listen?: readonly ListenAddress[]
  readonly owner?: { readonly name: string } | undefined
  readonly from?: Origin | undefined
}

/**
 * Throws `bad-request`, `port-in-use` and its kin, `port-asked-twice`, `no-free-port`, `port-denied`,
 * `address-unavailable`, `target-denied`, `target-unknown`.
 */
export async function startDatagrams(
  { program, listen, from, owner }: DatagramRequest,
  options: AnyOptions,
  parts: DatagramStartParts,
): Promise<DatagramRun> {
  const { clock, journal, endpoint } = parts
  const isServer = !connects(traitsOf(program), options)
  const { sockets, target } = isServer
    ? { sockets: await listenOn(listen, options, parts), target: null }
    : await aimAt(options, from, parts)
  let record: RunRecord
  try {
    record = await journal.createRun({
      program,
      options,
      state: 'running',
      listeners: isServer
        ? sockets.map((socket, index) => ({ number: index + 1, ...endpoint.listenerOf(socket) }))
        : [],
      startedAt: clock.now(),
      stoppedAt: null,
      ...(owner && { for: owner }),
    })
  } catch (error) {
    await closeAll(sockets)
    throw error
  }
  return new DatagramRun(record, sockets, { ...parts, target })
}

async function listenOn(
  listen: readonly ListenAddress[] | undefined,
  { receiveBuffer = 0 }: DatagramOptions,
  { host, endpoint, nextFree, explainTaken }: DatagramStartParts,
): Promise<DatagramSocket[]> {
  if (!listen) return nextFree((port) => bindGroup(endpoint, hostsOf({}, host), port, receiveBuffer))
  const groups = listen.map((address) => {
    if (address.transport !== 'udp') {
      throw new LabError('bad-request', { detail: 'this program listens for datagrams: transport udp' })
    }
    return { hosts: hostsOf(address, host), port: address.port }
  })
  // `::` opens both wildcards: a request for the other one as well, as a restart makes, finds it open.
  const asked = new Set<string>()
  for (const group of groups) {
    const own = group.hosts.filter((one) => group.port === 0 || !asked.has(`${one} ${group.port}`))
    for (const one of own) asked.add(`${one} ${group.port}`)
    group.hosts = own
  }
  if (groups.flatMap(({ hosts }) => hosts).length > MAX_LISTENERS)
    throw new LabError('too-many-listeners', { limit: MAX_LISTENERS })
  const sockets: DatagramSocket[] = []
  try {
    for (const { hosts, port } of groups) sockets.push(...(await bindGroup(endpoint, hosts, port, receiveBuffer)))
    return sockets
  } catch (error) {
    // Before the opened ones close: otherwise the system would name them, or nobody.
    const explained = explainTaken(
      error,
      'udp',
      sockets.map(({ local }) => local),
    )
    await closeAll(sockets)
    throw explained
  }
}

/** The socket from which a program sends to its target. */
async function aimAt(
  { target, connected = false }: DatagramOptions,
  from: Origin | undefined,
  { endpoint, resolveTarget }: DatagramStartParts,
) {
  if (!target) throw new LabError('bad-request', { detail: 'options.target is missing' })
  const address = { host: await resolveTarget(target, from, 'datagram'), port: target.port }
  return { sockets: [await senderTo(endpoint, address, connected)], target: { address, connected } }
}

/**
 * The addresses to bind for one requested address. A socket has one family, so `::` means both wildcards, and `both`
 * two sockets.
 * @param labHost host of listeners that name none
 */
export function hostsOf({ host, family }: Pick<UdpAddress, 'host' | 'family'>, labHost: string): string[] {
  if (host !== undefined || family === undefined) {
    const own = host ?? labHost
    return own === '::' ? ['0.0.0.0', '::'] : [own]
  }
  const [v4, v6] = isLoopback(labHost) ? ['127.0.0.1', '::1'] : ['0.0.0.0', '::']
  return { v4: [v4], v6: [v6], both: [v4, v6] }[family]
}

/** Attempts to find a port that is free in both families, where any will do. */
const TRIES = 10

/** Binds all to one port: the first one's where any will do. Rejects as `bind` does, and then leaves nothing open. */
async function bindGroup(
  endpoint: DatagramEndpoint,
  hosts: readonly string[],
  port: number,
  receiveBuffer: number,
): Promise<DatagramSocket[]> {
  for (let tries = port === 0 && hosts.length > 1 ? TRIES : 1; ; tries--) {
    const sockets: DatagramSocket[] = []
    try {
      for (const host of hosts) {
        sockets.push(await endpoint.bind({ host, port: sockets[0]?.local.port ?? port }, receiveBuffer))
      }
      return sockets
    } catch (error) {
      await closeAll(sockets)
      if (tries <= 1 || !isTaken(error)) throw error
    }
  }
}

/** A socket to send from: on loopback if the target is, so that nobody else can send to it. */
function senderTo(endpoint: DatagramEndpoint, to: SocketAddress, connected: boolean): Promise<DatagramSocket> {
  const loopback = isLoopback(to.host)
  const from = isIPv6(to.host) ? (loopback ? '::1' : '::') : loopback ? '127.0.0.1' : '0.0.0.0'
  return connected ? endpoint.connect(from, to) : endpoint.bind({ host: from, port: 0 })
}

const closeAll = (sockets: readonly DatagramSocket[]): Promise<unknown> =>
  Promise.all(sockets.map((socket) => socket.close()))
