/**
 * The worksheet's page on socat, UDP-SENDTO: what is typed, or a file, leaves as datagrams for a target, a line each or blocks
 * of a chosen size; what comes back is printed. sendto returns whether or not anybody receives.
 * Invariant: the next datagram is cut only when sendto of the one before has returned.
 */
import { datagramOf } from '../common/datagrams.ts'
import type { DatagramEffect, Program } from '../common/program.ts'
import { listing } from './listing.ts'
import type { Options } from './options.ts'

export interface UdpSenderState {
  readonly at: 'starting' | 'keyboard' | 'sending' | 'over'
  readonly target: number | null
  readonly connected: boolean
  /** A block is sent as it is; of a line, perhaps without its end. */
  readonly lineEnd: boolean
}

export const program: Program<UdpSenderState, Options, DatagramEffect> = {
  keyboardBlock: ({ cut, size }) => (cut === 'blocks' ? size : null),
  listing,
  initial: ({ connected, cut, lineEnd }) => ({
    at: 'starting',
    target: null,
    connected,
    lineEnd: lineEnd || cut === 'blocks',
  }),
  step(state, input) {
    switch (input.type) {
      case 'started':
        return { state, effects: [{ type: 'connect' }] }
      case 'reached':
        return {
          state: { ...state, at: 'keyboard', target: input.who },
          effects: [{ type: 'receive' }, { type: 'ask' }],
        }
      case 'typed': {
        const bytes = datagramOf(input.lines.bytes, state.lineEnd)
        return { state: { ...state, at: 'sending' }, effects: [{ type: 'send', to: state.target, bytes }] }
      }
      case 'datagram-sent':
        return { state: { ...state, at: 'keyboard' }, effects: [{ type: 'ask' }] }
      case 'datagram':
        return { state, effects: [{ type: 'print', from: input.who, bytes: input.bytes, cut: 0 }] }
      case 'keyboard-ended':
        return { state: { ...state, at: 'over' }, effects: [{ type: 'exit' }] }
      default:
        return { state, effects: [] }
    }
  },
  processes({ at }) {
    if (at === 'over') return []
    if (at === 'starting') return [{ id: 'main', line: 'socket', waits: null }]
    return [
      at === 'keyboard'
        ? { id: 'main', line: 'keyboard', waits: { call: 'keyboard' } }
        : { id: 'main', line: 'sendto', waits: { call: 'sendto' } },
      { id: 'thread', line: 'recvfrom', waits: { call: 'recvfrom' } },
    ]
  },
}
