/**
 * Reads the system's tables of TCP, UDP and unix sockets. Counterpart: `sockets.ts`.
 *
 * Duties of an adapter:
 * - `read` MUST NOT reject: without tables it says why.
 * - Rows MUST be as the kernel gave them; one connection may appear twice, since the tables are no snapshot.
 */
import type { KernelAbsence, SocketTimer, TcpState, UdpState } from '#shared/model/kernel.ts'

export interface SocketRow {
  readonly proto: 'tcp' | 'udp'
  readonly state: TcpState | UdpState
  readonly local: { readonly host: string; readonly port: number }
  /** 0.0.0.0:0 or [::]:0 for a listener, and for a UDP socket that is not connected. */
  readonly remote: { readonly host: string; readonly port: number }
  /** As in `KernelRow`. */
  readonly recvQ: number
  readonly sendQ: number
  readonly timer: SocketTimer | null
  /** The socket's inode, as /proc/PID/fd has it; 0 for a connection that no program has accepted yet, or has closed. */
  readonly inode: number
  /** UDP: datagrams dropped since the socket was made. */
  readonly drops: number
}

/** A unix socket that listens. */
export interface UnixSocketRow {
  readonly path: string
  /** Connections that are not accepted yet. */
  readonly waiting: number
  /** Those that are, and are still there. */
  readonly connections: number
}

/** `backlog`: connections that may wait at a listener of the lab, after the system's own limit. */
export type Reading =
  | { readonly rows: SocketRow[]; readonly unix: UnixSocketRow[]; readonly backlog: number }
  | { readonly absent: KernelAbsence }

export interface SocketTables {
  /** The rows whose local or remote port is among these, and the unix sockets that listen at these paths. */
  read(ports: ReadonlySet<number>, paths?: ReadonlySet<string>): Promise<Reading>
}
