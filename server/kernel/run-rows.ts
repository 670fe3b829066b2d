/**
 * Finds a run's rows in the system's tables, and whose each is. Pure. Counterparts: `runtime/lab/socket-sampler.ts`,
 * `port.ts`.
 * Invariant: only the addresses make a row a run's; a stranger's use of the same port number does not.
 */
import { hostPort, isIpv6, isLoopback, type SocketAddress } from '#shared/net/address.ts'
import type { SocketRow, UnixSocketRow } from './port.ts'
import type { ListenerAddress, RunSockets } from './run-sockets.ts'
import type { KernelRow } from '#shared/model/kernel.ts'

/** More than a reader takes in; the rest is counted. */
const MOST_ROWS = 100

type Owner = Pick<KernelRow, 'participant' | 'side'>

/** The ports to ask the tables for. */
export function portsOf(runs: readonly RunSockets[]): Set<number> {
  return new Set(
    runs.flatMap(({ listeners, ends }) => [
      ...listeners.map(({ port }) => port),
      // A UDP socket that is not connected has its peers in no column: each is looked for by its own port.
      ...ends.flatMap(({ local, remote, transport }) => (transport ? [local.port, remote.port] : [local.port])),
    ]),
  )
}

/** The paths to ask the table of unix sockets for. */
export const pathsOf = (runs: readonly RunSockets[]): Set<string> => new Set(runs.flatMap(({ paths }) => paths))

/** Listeners first, then by participant, the program's end before the peer's. */
export function rowsOf(
  sockets: RunSockets,
  { rows: table, unix, backlog }: { rows: readonly SocketRow[]; unix: readonly UnixSocketRow[]; backlog: number },
): { rows: KernelRow[]; more: number } {
  const owners = new Map<string, Owner>()
  const senders = new Map<string, Owner>()
  for (const { participant, local, remote, transport } of sockets.ends) {
    if (transport === 'udp') {
      senders.set(text(local), { participant: null, side: 'program' })
      senders.set(text(remote), { participant, side: 'peer' })
      // Not connected, and bound to no address: on this machine, who sends over loopback is known by the port.
      if (isLoopback(remote.host))
        senders.set(text({ ...wildcard(remote), port: remote.port }), { participant, side: 'peer' })
      continue
    }
    owners.set(connection(remote, local), { participant, side: 'peer' })
    owners.set(connection(local, remote), { participant, side: 'program' })
  }
  // A connection that moved while the table was read stands there twice: the later row is the newer.
  const rows = new Map<string, KernelRow>()
  for (const row of table) {
    const key = `${row.proto} ${connection(row.local, row.remote)}`
    const own = row.proto === 'udp' ? senders.get(text(row.local)) : owners.get(connection(row.local, row.remote))
    const owner =
      (row.proto === 'udp' && isAtListener(row, sockets.listeners) ? AT_LISTENER : own) ??
      (isAtListener(row, sockets.listeners) ? AT_LISTENER : null)
    if (owner) rows.set(key, toRow(row, owner, backlog, bufferOf(row, owner, sockets)))
  }
  for (const row of unix) if (sockets.paths.includes(row.path)) rows.set(`unix ${row.path}`, toUnixRow(row, backlog))
  const shown = [...rows.values()].sort((a, b) => interest(b) - interest(a)).slice(0, MOST_ROWS)
  return { rows: shown.sort((a, b) => place(a) - place(b)), more: rows.size - shown.length }
}

/** A listener, a connection that is not admitted yet, or one of an earlier program on the same port. */
const AT_LISTENER: Owner = { participant: null, side: 'program' }

function isAtListener({ proto, state, local }: SocketRow, listeners: readonly ListenerAddress[]): boolean {
  return listeners.some(({ transport, host, port }) => {
    if (transport !== proto || port !== local.port) return false
    if (host === plain(local.host)) return true
    if (proto === 'udp') return false
    // A row in LISTEN is this listener or another one; a connection accepted on every interface has one address.
    return state !== 'LISTEN' && (host === '::' || (host === '0.0.0.0' && !local.host.includes(':')))
  })
}

/** SO_RCVBUF of a listener. */
const bufferOf = ({ proto, local }: SocketRow, { side }: Owner, { listeners }: RunSockets): number | null =>
  (proto === 'udp' &&
    side === 'program' &&
    listeners.find(({ host, port }) => port === local.port && host === local.host)?.buffer) ||
  null

function toRow(row: SocketRow, owner: Owner, backlog: number, buffer: number | null): KernelRow {
  const { proto, state, local, remote, recvQ, sendQ, timer, drops } = row
  const listens = state === 'LISTEN'
  return {
    proto,
    state,
    ...owner,
    local: text(local),
    remote: listens || remote.port === 0 ? null : text(remote),
    recvQ,
    sendQ,
    timer,
    backlog: listens ? backlog : null,
    drops,
    buffer,
    connections: null,
  }
}

/** A unix socket: its table has neither queues of bytes nor anything that tells one client from another. */
const toUnixRow = ({ path, waiting, connections }: UnixSocketRow, backlog: number): KernelRow => ({
  proto: 'unix',
  state: 'LISTEN',
  ...AT_LISTENER,
  local: path,
  remote: null,
  recvQ: waiting,
  sendQ: 0,
  timer: null,
  backlog,
  drops: 0,
  buffer: null,
  connections,
})

const connection = (local: SocketAddress, remote: SocketAddress): string => `${text(local)} ${text(remote)}`

function text({ host, port }: SocketAddress): string {
  return hostPort(plain(host), port)
}

const wildcard = ({ host }: SocketAddress): { host: string } => ({ host: isIpv6(host) ? '::' : '0.0.0.0' })

/** Node names the interface of a link-local address; the kernel's tables do not. */
const plain = (host: string): string => (host.includes('%') ? host.replace(/%.*$/, '') : host)

/** What a reader would miss most, when not all can be shown. */
function interest({ state, side, recvQ, sendQ, drops }: KernelRow): number {
  if (state === 'LISTEN' || drops > 0) return 4
  if (recvQ + sendQ > 0) return 3
  if (state !== 'TIME_WAIT' && side === 'program') return 2
  return side === 'program' ? 1 : 0
}

function place({ proto, state, participant, side }: KernelRow): number {
  if (state === 'LISTEN' || (proto === 'udp' && side === 'program')) return -1
  return participant === null ? Infinity : 2 * participant + (side === 'peer' ? 1 : 0)
}
