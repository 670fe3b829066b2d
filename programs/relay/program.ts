/**
 * Worksheet question 6: one process, select() over every socket, any number of clients in any order. A line of one
 * goes to all the others. Half-close is respected (RFC 9293, 3.6): who sent FIN goes on receiving, for 30 s.
 */
import type { ProcessView } from '#shared/protocol/program.ts'
import type { StreamEffect, Program, Step } from '../common/program.ts'
import { listing } from './listing.ts'
import type { Options } from './options.ts'

/** How long a participant that sent FIN may go on receiving, in milliseconds. */
export const HALF_CLOSED_MS = 30_000

/** The relay remembers nobody: who is connected is all there is to know, and select() is told that by the kernel. */
export type RelayState = 'serving'

const STAY: Step<RelayState> = { state: 'serving', effects: [] }
const doing = (...effects: StreamEffect[]): Step<RelayState> => ({ state: 'serving', effects })

const BLOCKED: readonly ProcessView[] = [{ id: 'main', line: 'select', waits: { call: 'select' } }]

export const program: Program<RelayState, Options> = {
  listing,
  initial: () => 'serving',
  step(_state, input) {
    switch (input.type) {
      case 'arrived':
        return doing({ type: 'accept', who: input.who }, { type: 'resume', who: input.who })
      case 'lines':
        return doing({ type: 'fan-out', from: input.who, lines: input.lines, to: 'others' })
      case 'ended':
        return doing({ type: 'timer', who: input.who, ms: HALF_CLOSED_MS })
      case 'timer':
        return doing({ type: 'close', who: input.who, why: 'half-closed-too-long' })
      default:
        return STAY
    }
  },
  processes: () => BLOCKED,
}
