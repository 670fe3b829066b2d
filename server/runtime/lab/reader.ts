/**
 * The lab, read-only. Counterparts: `lab.ts`, which implements it; `gateway/`, which gets nothing else, so that every
 * change goes through `server/commands/`.
 */
import type { Journal } from '../../journal/port.ts'
import type { Recorder } from '../run/recorder.ts'
import type { Transfers } from '../transfers/transfers.ts'
import type { LabFiles } from './files.ts'
import type { Lab } from './lab.ts'
import type { LiveRun } from './live-run.ts'

export type { LabObserver } from './parts.ts'
export type { Sampled, SocketSampler } from './socket-sampler.ts'

/** A live run. */
export interface RunReader extends Pick<LiveRun, 'id' | 'live' | 'view' | 'participants' | 'sockets' | 'nameFor'> {
  readonly recorder: Pick<Recorder, 'now' | 'since' | 'committed'>
  readonly transfers: Pick<Transfers, 'views'> | null
}

export interface LabReader extends Pick<
  Lab,
  | 'running'
  | 'trouble'
  | 'listen'
  | 'page'
  | 'view'
  | 'participants'
  | 'listing'
  | 'programFile'
  | 'nextPort'
  | 'frozenSince'
> {
  readonly journal: Pick<Journal, 'read' | 'participants' | 'observations' | 'reads'>
  readonly files: Pick<LabFiles, 'list' | 'open'>
  /** Undefined when it has ended or never existed. */
  live(id: string): RunReader | undefined
}
