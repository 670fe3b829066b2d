/**
 * Who does what an event tells, and to whom: one answer for table, filter and inspector. Pure; imports types alone, since
 * the journal's worker reads it. Counterpart: `web/ladder/plan.ts`, which way an arrow points.
 */
import type { Audience, LabEvent } from '../protocol/events.ts'

export interface Parties {
  /** A participant, or 0 for the program. */
  readonly from: number
  /** Empty where it is done to nobody. */
  readonly to: Audience
}

const program = 0

/** Who does it, and to whom. */
export function partiesOf(event: LabEvent): Parties {
  const who = event.participant
  const bySender: Parties = { from: who, to: [program] }
  const byProgram: Parties = { from: program, to: who === program ? [] : [who] }
  switch (event.kind) {
    case 'lines':
    case 'datagram':
      return { from: who, to: event.to }
    case 'connected':
      return event.outgoing ? byProgram : bySender
    case 'ended':
    case 'partial-line':
    case 'tls-on-plain-listener':
    case 'http-on-raw-listener':
      return bySender
    case 'transfer':
      return event.direction === 'in' ? bySender : byProgram
    case 'closed':
      return event.reason === 'reset' || event.reason === 'failed' ? bySender : byProgram
    case 'blocked':
    case 'unblocked':
      return { from: who, to: [] }
    default:
      return byProgram
  }
}
