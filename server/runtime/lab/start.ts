/**
 * Starts a run: completes its options and starts it by its carrier. Counterparts: `lab.ts`, which
 * calls it; `stream-start.ts`, `datagram-start.ts`.
 */
import type { Origin } from '../../admission/asker.ts'
import { LabError } from '../../core/errors.ts'
import { completeOptions } from '#programs/registry.ts'
import { traitsOf } from '#programs/traits.ts'
import type { By } from '#shared/protocol/by.ts'
import type { ListenAddress, ProgramId } from '#shared/protocol/model.ts'
import { startDatagrams, type DatagramStartParts } from './datagram-start.ts'
import type { LiveRun } from './live-run.ts'
import { startStream, type StreamStartParts } from './stream-start.ts'

/** Who asks for something, and from where. */
export type Asking = Pick<StartRequest, 'by' | 'from'>

export interface StartRequest {
  readonly program: ProgramId
  /** By the schema of the program; missing ones take their defaults. */
  readonly options?: unknown
  /** All of them or none. Without it: the next free port of the lab's host. A client does not listen. */
  readonly listen?: readonly ListenAddress[]
  /** Who asks, for the journal. Absent where the lab itself does. */
  readonly by?: By | undefined
  /** For whom it is started, where it is somebody's. */
  readonly owner?: { readonly name: string } | undefined
  /** From where: it decides where a client may be aimed, and what may be opened. */
  readonly from?: Origin | undefined
}

export interface StartParts extends Omit<DatagramStartParts, 'by'>, StreamStartParts {}

export interface StartedRun {
  readonly run: LiveRun
  /** Call it when the run has begun. */
  readonly begun: () => void
}

/** Throws `bad-request` (options), and what `startStream` and `startDatagrams` throw. */
export async function startRun(request: StartRequest, parts: StartParts): Promise<StartedRun> {
  const completed = completeOptions(request.program, request.options)
  if ('wrong' in completed) throw new LabError('bad-request', { detail: completed.wrong })
  const { options } = completed
  if (traitsOf(request.program).carrier === 'stream') return startStream(request, options, parts)
  return { run: await startDatagrams(request, options, { ...parts, by: request.by }), begun() {} }
}
