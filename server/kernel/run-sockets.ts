/**
 * The keys of a run's sockets in the system's tables: the addresses and paths of its listeners, the addresses of its
 * connections.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import type { Run as RunView } from '#shared/protocol/model.ts'

/** A connection as the program's end sees it. The other end, where it is on this machine too, has them swapped. */
export interface Ends {
  readonly participant: number
  readonly local: SocketAddress
  readonly remote: SocketAddress
  readonly transport?: 'udp'
}

/** A listener in the table of its transport. */
export interface ListenerAddress extends SocketAddress {
  readonly transport: 'tcp' | 'udp'
  /** SO_RCVBUF of a datagram socket. */
  readonly buffer?: number
}

export interface RunSockets {
  readonly listeners: readonly ListenerAddress[]
  /** Its unix listeners. */
  readonly paths: readonly string[]
  /** Where two have the same addresses, the later one has taken the port over. */
  readonly ends: readonly Ends[]
}

/** Where the listeners of a run of streams stand in the tables. */
export function listenersInTables({
  state,
  listeners,
}: Pick<RunView, 'state' | 'listeners'>): Omit<RunSockets, 'ends'> {
  const open = state === 'stopped' ? [] : listeners
  return {
    listeners: open.flatMap(({ host, port, path }) =>
      path === undefined ? [{ host, port, transport: 'tcp' as const }] : [],
    ),
    paths: open.flatMap(({ path }) => path ?? []),
  }
}
