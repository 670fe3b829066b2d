/**
 * Whether bind(2) without SO_REUSEADDR would fail for what an earlier program left on a port: Linux' rule, from the
 * rows of its tables (inet_csk_bind_conflict and inet_rcv_saddr_equal in net/ipv4). Pure; counterpart:
 * `so-reuseaddr.ts`. Without the option every socket of that port with the same local address conflicts, in any state;
 * so does a wildcard address on either side.
 *
 * The tables do not show a socket that is only bound, nor whether an IPv6 socket serves IPv4 too. One bound to a
 * specific address never does; one of a listener on [::] does.
 */
import { unmapped, type SocketAddress } from '#shared/net/address.ts'
import type { SocketRow } from '../../kernel/port.ts'
import type { TcpState } from '#shared/model/kernel.ts'

export interface Leftovers {
  /** The conflicting rows, by state. */
  readonly states: ReadonlyMap<TcpState, number>
  /** Milliseconds until the last of them goes by itself; null when one of them never does. */
  readonly ms: number | null
}

/** TCP_TIMEWAIT_LEN, in milliseconds: how long the side that closes first waits. */
const TIME_WAIT_MS = 60_000
/** A LAST_ACK of this machine is over once the FIN is acknowledged: the next second. */
const LAST_ACK_MS = 1000

/**
 * @param dual a listener on [::] of both families has had this port: IPv6 connections conflict with 0.0.0.0
 * @returns null without a conflict, and where another program listens: bind itself reports that
 */
export function leftovers(rows: readonly SocketRow[], { host, port }: SocketAddress, dual: boolean): Leftovers | null {
  const wanted = plain(host)
  const inTheWay = rows.filter(
    (row): row is SocketRow & { state: TcpState } =>
      row.proto === 'tcp' && row.local.port === port && conflicts(wanted, row.local.host, dual),
  )
  if (inTheWay.some(({ state }) => state === 'LISTEN')) return null
  const states = new Map<TcpState, number>()
  let ms: number | null = 0
  for (const row of inTheWay) {
    // A request in a listener's queue has no port of its own.
    if (row.state === 'SYN_RECV') continue
    states.set(row.state, (states.get(row.state) ?? 0) + 1)
    const left = msOf(row)
    ms = ms === null || left === null ? null : Math.max(ms, left)
  }
  return states.size === 0 ? null : { states, ms }
}

/** Whether two addresses of one port conflict. Hosts as the tables write them. */
export function conflicts(wanted: string, held: string, dual: boolean): boolean {
  if (wanted === '::' || held === '::') return true
  if (wanted === '0.0.0.0') return dual || !held.includes(':')
  if (held === '0.0.0.0') return !wanted.includes(':')
  return wanted === held
}

function msOf({ state, timer }: SocketRow): number | null {
  if (timer?.kind === 'time-wait') return timer.ms
  if (state === 'FIN_WAIT1' || state === 'CLOSING') return TIME_WAIT_MS
  return state === 'LAST_ACK' ? LAST_ACK_MS : null
}

/** As the tables write it: without a zone, and IPv4 within IPv6 (RFC 4291, 2.5.5.2) as IPv4. */
export const plain = (host: string): string => unmapped(host.replace(/%.*$/, ''))
