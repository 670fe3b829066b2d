/**
 * The worksheet's page on socat, UDP-RECVFROM: print every datagram, whoever sent it; a line of the keyboard goes back to the
 * last sender as one datagram. There is no connection: whom it answers is an address that recvfrom told.
 * Invariant: one datagram in is one print, and one line is one datagram out; none is merged or split.
 */
import { datagramOf } from '../common/datagrams.ts'
import type { DatagramEffect, Program } from '../common/program.ts'
import { listing } from './listing.ts'
import type { Options } from './options.ts'

export interface UdpReceiverState {
  readonly maximum: number
  readonly lineEnd: boolean
  /** Who sent the last datagram; null before the first, and when that address has been forgotten. */
  readonly last: number | null
  readonly thread: 'keyboard' | 'sending' | 'over'
}

export const program: Program<UdpReceiverState, Options, DatagramEffect> = {
  listing,
  initial: ({ maximum, lineEnd }) => ({ maximum, lineEnd, last: null, thread: 'keyboard' }),
  step(state, input) {
    switch (input.type) {
      case 'started':
        return { state, effects: [{ type: 'receive' }, { type: 'ask' }] }
      case 'datagram': {
        const { who, bytes } = input
        const cut = Math.max(0, bytes.length - state.maximum)
        // A copy where it is cut: the journal must not keep what was lost.
        const kept = cut > 0 ? bytes.slice(0, state.maximum) : bytes
        const next = state.last === who ? state : { ...state, last: who }
        return { state: next, effects: [{ type: 'print', from: who, bytes: kept, cut }] }
      }
      case 'typed': {
        const bytes = datagramOf(input.lines.bytes, state.lineEnd)
        return { state: { ...state, thread: 'sending' }, effects: [{ type: 'send', to: state.last, bytes }] }
      }
      case 'datagram-sent':
        return { state: { ...state, thread: 'keyboard' }, effects: [{ type: 'ask' }] }
      case 'keyboard-ended':
        return { state: { ...state, thread: 'over' }, effects: [] }
      case 'gone':
        return { state: input.who === state.last ? { ...state, last: null } : state, effects: [] }
      default:
        return { state, effects: [] }
    }
  },
  processes: ({ thread }) => [
    { id: 'main', line: 'recvfrom', waits: { call: 'recvfrom' } },
    ...(thread === 'keyboard' ? [{ id: 'thread', line: 'keyboard', waits: { call: 'keyboard' as const } }] : []),
    ...(thread === 'sending' ? [{ id: 'thread', line: 'sendto', waits: { call: 'sendto' as const } }] : []),
  ],
}
