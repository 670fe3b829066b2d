/**
 * A listener without SO_REUSEADDR (worksheet question 1). Node sets the option on every socket that it binds, so the
 * lab applies the kernel's rule itself, from the kernel's own tables. Counterparts: `bind-conflict.ts`, the rule;
 * `runtime/lab/lab.ts`, which checks before it listens. Invariant: where the tables cannot be read it says so and never
 * guesses.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import { LabError } from '../../core/errors.ts'
import type { SocketTables } from '../../kernel/port.ts'
import { leftovers } from './bind-conflict.ts'

/**
 * Resolves where bind(2) without SO_REUSEADDR would succeed, or would fail because of a listener. Rejects with
 * `port-in-time-wait`, `port-still-connected`, `reuse-unsupported`.
 * @param dual as in `leftovers`
 */
export async function bindsWithoutReuse(tables: SocketTables, address: SocketAddress, dual: boolean): Promise<void> {
  const { host, port } = address
  const reading = await tables.read(new Set([port]))
  if ('absent' in reading) throw new LabError('reuse-unsupported', { host, port })
  // The kernel itself chooses a free port.
  if (port === 0) return
  const left = leftovers(reading.rows, address, dual)
  if (!left) return
  const states = [...left.states].map(([state, count]) => `${count} ${state}`).join(', ')
  const count = [...left.states.values()].reduce((sum, one) => sum + one, 0)
  if (left.ms === null) throw new LabError('port-still-connected', { host, port, count, states })
  throw new LabError('port-in-time-wait', {
    host,
    port,
    count,
    states,
    seconds: Math.max(1, Math.ceil(left.ms / 1000)),
  })
}

/** The error for a port on which an earlier program left connections. */
export const isLeftOver = (error: unknown): boolean =>
  error instanceof LabError && (error.code === 'port-in-time-wait' || error.code === 'port-still-connected')
