/**
 * Opens one more listener of a live run. Counterparts: `lab.ts`, which calls it; `stream-start.ts`, which opens the
 * first ones; `runtime/listeners/run-listeners.ts`, which keeps and closes them. Invariant: after a failure nothing
 * stays open or reserved.
 */
import { LabError } from '../../core/errors.ts'
import type { ListenAddress } from '#shared/protocol/model.ts'
import { EarlyConnections } from '../listeners/early-connections.ts'
import type { ListenerOpener } from '../listeners/opener.ts'
import type { StreamRun } from '../streams/stream-run.ts'
import type { Asking } from './start.ts'

/**
 * Opens two for both families. Throws what `ListenerOpener.open` throws, `run-not-running`, `not-joinable`,
 * `too-many-listeners`.
 */
export async function startListener(
  run: StreamRun,
  address: ListenAddress,
  { by, from }: Asking,
  opener: ListenerOpener,
): Promise<void> {
  const count = address.transport !== 'unix' && address.family === 'both' ? 2 : 1
  const first = run.listeners.reserve(count)
  const { program, options } = run.view()
  const early = new EarlyConnections()
  const listeners = await opener
    .open({ program, options, listen: [address], from, first }, early.handlersOf)
    .catch((error: unknown) => {
      early.turnAway()
      throw error
    })
    .finally(() => run.listeners.release(count))
  // It may have been stopped meanwhile.
  if (!run.listeners.add(first, listeners, by)) {
    early.turnAway()
    await Promise.all(listeners.map((listener) => listener.close()))
    throw new LabError('run-not-running', { run: run.id })
  }
  early.handOver(run)
}
