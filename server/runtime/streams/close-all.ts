/**
 * Closes all connections of a run that stops. Counterparts: `stream-run.ts`, which has closed the listeners by then;
 * `disconnecting.ts`, which ends one connection.
 */
import type { StreamContext } from './context.ts'
import type { Peer } from './peer.ts'

/** Closes every connection after what is queued for it; after `drainMs` resets those that are left. Resolves when all are gone. */
export async function closeAll({ clock, limits, fanOut, backpressure, peers, readGate }: StreamContext): Promise<void> {
  fanOut.flush()
  backpressure.rest()
  for (const peer of peers) {
    // It is closing already, in its own time.
    if (peer.leaving) continue
    peer.ending ??= 'run-stopped'
    readGate.want(peer, false)
    // The kernel resets connections that the program never accepted when the listening socket closes.
    // FIN in the middle of a file would say that the file is whole.
    if (peer.state === 'waiting' || peer.outgoing) peer.reset()
    else peer.connection.close()
  }
  const cancel = clock.after(limits.drainMs, () => cutOffAll(peers))
  await peers.emptied()
  cancel()
}

export function cutOffAll(peers: Iterable<Peer>): void {
  for (const peer of peers) peer.reset()
}
