/**
 * What the parts of one run share. Counterparts: `stream-run.ts` puts it together; `connection-events.ts` and
 * `effects.ts` work with it.
 */
import type { Clock } from '../../core/clock.ts'
import type { LabError } from '../../core/errors.ts'
import type { Released } from '../../core/line-framer.ts'
import type { Journal, RunRecord } from '../../journal/port.ts'
import type { CloseReason } from '#shared/protocol/close-reason.ts'
import type { Audience } from '#shared/protocol/events.ts'
import type { FanOut } from './fan-out.ts'
import type { Backpressure } from './backpressure.ts'
import type { KeptOut } from '../run/kept-out.ts'
import type { Limits } from '../run/limits.ts'
import type { Peer } from './peer.ts'
import type { PeerPlaces } from './peer-places.ts'
import type { Peers } from './peers.ts'
import type { Stepper } from '../run/stepper.ts'
import type { StreamEffect } from '#programs/common/program.ts'
import type { Interpreter } from '../run/interpreter.ts'
import type { Transfers } from '../transfers/transfers.ts'
import type { Voices } from './voices.ts'
import type { ReadGate } from './read-gate.ts'
import type { Recorder } from '../run/recorder.ts'

export interface StreamContext {
  readonly record: RunRecord
  readonly clock: Clock
  readonly limits: Limits
  readonly journal: Journal
  readonly recorder: Recorder
  readonly peers: Peers
  readonly places: PeerPlaces
  readonly backpressure: Backpressure
  readonly fanOut: FanOut
  readonly readGate: ReadGate
  readonly voices: Voices
  readonly keptOut: KeptOut
  readonly interpreter: Interpreter<StreamEffect>
  readonly transfers: Transfers
  /** Null where the program does not wait in select. */
  readonly stepper: Stepper | null
  /** The run is neither stopping nor stopped. */
  readonly running: boolean
  /** It runs, and the journal can take what newcomers lead to. */
  readonly accepting: boolean
  /** Why it is not accepting; null when it is. */
  readonly refusal: LabError | null
  /** The run's view, its participants or its program's position has changed. */
  touch(): void
  /** Schedules one flush for the end of this turn of the event loop. */
  turn(): void
  /** Records lines as one event. */
  recordLines(from: number, released: Released, to: Audience): void
}

/** Closes a participant's connection after what is queued for it. */
export function conclude(peer: Peer, reason: CloseReason, { clock, limits, fanOut }: StreamContext): void {
  fanOut.flush()
  // FIN would say that the file is whole.
  if (peer.outgoing) return drop(peer, reason)
  peer.ending ??= reason
  peer.stopTimer?.()
  // A peer that reads nothing would keep its place, and what is queued for it, for ever.
  peer.stopTimer = clock.after(limits.drainMs, () => peer.reset())
  peer.connection.close()
}

/** Closes a participant's connection at once; only its own queue is lost. */
export function drop(peer: Peer, reason: CloseReason): void {
  peer.ending = reason
  peer.reset()
}
