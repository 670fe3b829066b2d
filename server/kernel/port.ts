/**
 * What the gateway asks of the system: the rows of its TCP tables. Counterpart: `sockets.ts`.
 *
 * Duties of an adapter:
 * - `read` MUST NOT reject: where there are no tables it says why.
 * - Rows MUST be as the kernel gave them; one connection may appear twice, since the tables are no snapshot.
 */
import type { KernelAbsence, SocketTimer, TcpState } from '../wire/kernel.ts'

export interface SocketRow {
  readonly state: TcpState
  readonly local: { readonly host: string; readonly port: number }
  /** 0.0.0.0:0 or [::]:0 for a listener. */
  readonly remote: { readonly host: string; readonly port: number }
  /** As in `KernelRow`. */
  readonly recvQ: number
  readonly sendQ: number
  readonly timer: SocketTimer | null
}

/** `backlog`: connections that may wait at a door of the lab, after the system's own limit. */
export type Reading = { readonly rows: SocketRow[]; readonly backlog: number } | { readonly absent: KernelAbsence }

export interface SocketTables {
  /** The rows whose local or remote port is among these. */
  read(ports: ReadonlySet<number>): Promise<Reading>
}
