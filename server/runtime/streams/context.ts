/** What the parts of one run share. Counterparts: `stream-run.ts` puts it together; `connection-events.ts` and `effects.ts` work with it. */
import type { Clock } from '../../core/clock.ts'
import type { Released } from '../../core/line-framer.ts'
import type { Entry, Journal, RunRecord } from '../../journal/port.ts'
import type { Audience, CloseReason } from '#shared/protocol/events.ts'
import type { Delivery } from './fan-out.ts'
import type { Flow } from './backpressure.ts'
import type { Limits } from '../run/limits.ts'
import type { Member } from './peer.ts'
import type { Members } from './peers.ts'
import type { Pace } from '../run/stepper.ts'
import type { Program } from '../run/interpreter.ts'
import type { Transfers } from '../transfers/transfers.ts'
import type { Reading } from './read-gate.ts'
import type { Recorder } from '../run/recorder.ts'

export interface RunContext {
  readonly record: RunRecord
  readonly clock: Clock
  readonly limits: Limits
  readonly journal: Journal
  readonly recorder: Recorder
  readonly members: Members
  readonly flow: Flow
  readonly delivery: Delivery
  readonly reading: Reading
  readonly program: Program
  readonly transfers: Transfers
  /** Null where the program does not wait in select. */
  readonly pace: Pace | null
  /** The run takes part in life: neither stopping nor stopped. */
  readonly running: boolean
  /** The run's view, its participants or what its program does have changed. */
  touch(): void
  /** Sees to it that this turn of the event loop ends with a flush, once. */
  turn(): void
  /** Something that was read has been recorded: sets the run's trouble when its journal is full. */
  recordRead(entry: Entry): void
  /** Records lines as one event, likewise. */
  recordLines(from: number, released: Released, to: Audience): void
}

/** Ends a participant after what is queued for it. */
export function conclude(member: Member, reason: CloseReason, { clock, limits, delivery }: RunContext): void {
  delivery.flush()
  // FIN would say that the file is whole.
  if (member.outgoing) return drop(member, reason)
  member.ending ??= reason
  member.stopTimer?.()
  // A peer that reads nothing would keep its place, and what is queued for it, for ever.
  member.stopTimer = clock.after(limits.drainMs, () => member.connection.reset())
  member.connection.close()
}

/** Ends a participant at once; the others lose nothing, since only its own queue goes. */
export function drop(member: Member, reason: CloseReason): void {
  member.ending = reason
  member.connection.reset()
}
