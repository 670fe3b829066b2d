/**
 * Which rows of the system's tables are a run's, and whose. Pure. Counterparts: `kernel-feed.ts`, `kernel/port.ts`.
 * Invariant: a row is a run's by its addresses alone; a port number that a stranger happens to use makes it nobody's.
 */
import type { SocketRow } from '../kernel/port.ts'
import type { Address, RunSockets } from '../runtime/sockets.ts'
import type { KernelRow } from '../wire/kernel.ts'

/** More than a reader takes in; what is left out is counted. */
const MOST_ROWS = 100

type Owner = Pick<KernelRow, 'participant' | 'side'>

/** The ports to ask the tables for. */
export function portsOf(runs: readonly RunSockets[]): Set<number> {
  return new Set(
    runs.flatMap(({ doors, ends }) => [...doors, ...ends.map(({ local }) => local)].map(({ port }) => port)),
  )
}

/** Listeners first, then by participant, the program's end before the peer's. */
export function rowsOf(
  sockets: RunSockets,
  table: readonly SocketRow[],
  backlog: number,
): { rows: KernelRow[]; more: number } {
  const owners = new Map<string, Owner>()
  for (const { participant, local, remote } of sockets.ends) {
    owners.set(connection(remote, local), { participant, side: 'peer' })
    owners.set(connection(local, remote), { participant, side: 'program' })
  }
  // A connection that moved while the table was read stands there twice: the later row is the newer.
  const rows = new Map<string, KernelRow>()
  for (const row of table) {
    const key = connection(row.local, row.remote)
    const owner = owners.get(key) ?? (isAtDoor(row, sockets.doors) ? AT_DOOR : null)
    if (owner) rows.set(key, toRow(row, owner, backlog))
  }
  const shown = [...rows.values()].sort((a, b) => interest(b) - interest(a)).slice(0, MOST_ROWS)
  return { rows: shown.sort((a, b) => place(a) - place(b)), more: rows.size - shown.length }
}

/** A listener, a connection that is not admitted yet, or one of an earlier program on the same port. */
const AT_DOOR: Owner = { participant: null, side: 'program' }

function isAtDoor({ state, local }: SocketRow, doors: readonly Address[]): boolean {
  return doors.some(({ host, port }) => {
    if (port !== local.port) return false
    if (host === plain(local.host)) return true
    // A listener is the door itself or another one; a connection through a door on every interface has one address.
    return state !== 'LISTEN' && (host === '::' || (host === '0.0.0.0' && !local.host.includes(':')))
  })
}

function toRow({ state, local, remote, recvQ, sendQ, timer }: SocketRow, owner: Owner, backlog: number): KernelRow {
  const listens = state === 'LISTEN'
  return {
    state,
    ...owner,
    local: text(local),
    remote: listens ? null : text(remote),
    recvQ,
    sendQ,
    timer,
    backlog: listens ? backlog : null,
  }
}

const connection = (local: Address, remote: Address): string => `${text(local)} ${text(remote)}`

function text({ host, port }: Address): string {
  const name = plain(host)
  return name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`
}

/** Node names the interface of a link-local address; the kernel's tables do not. */
const plain = (host: string): string => host.replace(/%.*$/, '')

/** What a reader would miss most, when not all can be shown. */
function interest({ state, side, recvQ, sendQ }: KernelRow): number {
  if (state === 'LISTEN') return 4
  if (recvQ + sendQ > 0) return 3
  if (state !== 'TIME_WAIT' && side === 'program') return 2
  return side === 'program' ? 1 : 0
}

function place({ state, participant, side }: KernelRow): number {
  if (state === 'LISTEN') return -1
  return participant === null ? Infinity : 2 * participant + (side === 'peer' ? 1 : 0)
}
