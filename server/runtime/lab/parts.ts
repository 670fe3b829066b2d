/**
 * What the lab is built from, and who listens to its changes. Counterparts: `lab.ts`; `server/cli/lab-parts.ts`, which
 * builds them.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import type { Origin } from '../../admission/asker.ts'
import type { Descriptors } from '../../admission/descriptors.ts'
import type { Clock } from '../../core/clock.ts'
import type { DatagramEndpoint } from '../../endpoints/datagram-port.ts'
import type { FileStore } from '../../files/port.ts'
import type { Journal } from '../../journal/port.ts'
import type { Target } from '#shared/model/options.ts'
import type { OpenerParts } from '../listeners/opener.ts'
import type { PortTakenParts } from '../listeners/port-taken.ts'
import type { Limits } from '../run/limits.ts'

export interface LabParts extends OpenerParts, Omit<PortTakenParts, 'runs'> {
  readonly clock: Clock
  readonly journal: Journal
  /** Told of each run that the journal cannot tell any more, at the start. */
  readonly damaged?: (run: string) => void
  /** Told of what the lab did by itself and could not do, as stopping a run that is idle. Absent: nobody wants to know. */
  readonly failed?: (error: unknown) => void
  readonly limits: Limits
  /** Keeps what runs receive as files. */
  readonly files: FileStore
  readonly datagrams: DatagramEndpoint
  /** Of the process: a child that is forked takes one. */
  readonly descriptors: Descriptors
  /** Datagrams that the kernel has dropped at a socket; null where the system does not tell. */
  readonly dropsOf: (local: SocketAddress) => Promise<number | null>
  readonly endOfTurn: (callback: () => void) => void
  /** Resolves to the address of a host to listen on; throws `address-unavailable`. */
  readonly bindAddressOf: (host: string, asker?: string) => Promise<string>
  /** Checks where a client may connect. Resolves to the address to dial; throws `target-denied`, `target-unknown`. */
  readonly resolveTarget: (target: Target, from: Origin | undefined, carrier: 'stream' | 'datagram') => Promise<string>
}

export interface LabObserver {
  /** A run is new, or its view or participants have changed. */
  runChanged(run: string): void
  /** A live run is about to be one that has ended: the last moment to look at it. */
  runEnds?(run: string): void
  /** All that was kept of a run is being deleted: there is no such run any more. */
  runErased?(run: string): void
  /** Entries of a run were committed. */
  committed(run: string, seq: number): void
}
