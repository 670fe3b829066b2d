/**
 * Rows of the system's tables by their ports, made once a reading: each of many runs then looks at its own rows alone, and not at
 * those of all. Pure. Counterparts: `run-rows.ts`, which tells a run's ports and whose its rows are;
 * `runtime/lab/socket-sampler.ts`.
 */
import type { SocketRow } from './port.ts'

export class RowsByPort {
  readonly #rows = new Map<number, SocketRow[]>()

  constructor(rows: readonly SocketRow[]) {
    for (const row of rows) {
      this.#put(row.local.port, row)
      if (row.remote.port !== row.local.port) this.#put(row.remote.port, row)
    }
  }

  /**
   * The rows whose local or remote port is among these; one with both may stand there twice. Rows of one connection keep their
   * order.
   */
  of(ports: ReadonlySet<number>): SocketRow[] {
    return [...ports].flatMap((port) => this.#rows.get(port) ?? [])
  }

  #put(port: number, row: SocketRow): void {
    const rows = this.#rows.get(port)
    if (rows) rows.push(row)
    else this.#rows.set(port, [row])
  }
}
