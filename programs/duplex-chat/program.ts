/**
 * Worksheet question 4: two processes share the socket after fork, one for each direction: the parent reads the keyboard
 * and sends, the child receives and prints. Either side may speak at any time.
 * End of file has two directions: Ctrl+D sends FIN, and the child goes on receiving; the peer's FIN ends the child, and
 * the parent goes on sending until its keyboard ends.
 */
import type { ProcessView } from '#shared/protocol/program.ts'
import type { StreamEffect, Program } from '../common/program.ts'
import { listing } from './listing.ts'
import type { Options } from './options.ts'

export interface DuplexChatState {
  readonly role: 'server' | 'client'
  readonly at: 'accept' | 'connect' | 'fork' | 'chat' | 'over'
  readonly peer: number | null
  readonly parent: number
  readonly child: number
  /** Ctrl+D was typed: the parent has sent FIN and waits for its child. */
  readonly keyboardEnded: boolean
  /** The peer sent FIN: the child has ended. */
  readonly peerEnded: boolean
}

export const program: Program<DuplexChatState, Options> = {
  listing,
  initial: ({ role }) => ({
    role,
    at: role === 'server' ? 'accept' : 'connect',
    peer: null,
    parent: 0,
    child: 0,
    keyboardEnded: false,
    peerEnded: false,
  }),
  step(state, input) {
    const { peer } = state
    const stay = { state, effects: [] }
    const close: StreamEffect[] = peer === null ? [] : [{ type: 'close', who: peer, why: 'finished' }]
    switch (input.type) {
      case 'started':
        return { state, effects: state.role === 'client' ? [{ type: 'connect' }] : [] }
      case 'unreached':
        return { state: { ...state, at: 'over' }, effects: [{ type: 'exit' }] }
      case 'arrived':
        if (state.at !== 'accept') return stay
        return {
          state: { ...state, at: 'fork', peer: input.who },
          effects: [
            { type: 'accept', who: input.who },
            { type: 'fork', who: input.who },
          ],
        }
      case 'reached':
        return { state: { ...state, at: 'fork', peer: input.who }, effects: [{ type: 'fork', who: input.who }] }
      case 'forked':
        return { state: { ...state, at: 'chat', child: input.child, parent: input.parent }, effects: [{ type: 'ask' }] }
      case 'lines':
        return { state, effects: [{ type: 'fan-out', from: input.who, lines: input.lines, to: 'console' }] }
      case 'typed':
        if (peer === null) return stay
        return { state, effects: [{ type: 'fan-out', from: 0, lines: input.lines, to: [peer] }, { type: 'ask' }] }
      case 'keyboard-ended':
        if (peer === null) return { state: { ...state, at: 'over' }, effects: close }
        if (state.peerEnded)
          return { state: { ...state, at: 'over' }, effects: [{ type: 'finish', who: peer }, ...close] }
        return { state: { ...state, keyboardEnded: true }, effects: [{ type: 'finish', who: peer }] }
      case 'ended':
        if (state.keyboardEnded) return { state: { ...state, at: 'over' }, effects: close }
        return { state: { ...state, peerEnded: true }, effects: [] }
      case 'child-died':
        return { state: { ...state, at: 'over' }, effects: close }
      case 'gone':
        if (input.who !== peer) return stay
        return { state: { ...state, at: 'over', peer: null }, effects: [{ type: 'exit' }] }
      case 'stored':
      case 'unstored':
      case 'uploaded':
      case 'sent':
      case 'unsent':
      case 'timer':
      case 'datagram':
      case 'datagram-sent':
        return stay
    }
  },
  processes(state): readonly ProcessView[] {
    const { at, peer, parent, child } = state
    if (at === 'over') return []
    if (at !== 'chat' || peer === null)
      return [{ id: 'main', line: at, waits: at === 'accept' || at === 'connect' ? { call: at } : null }]
    const call = state.keyboardEnded ? 'wait' : 'keyboard'
    const main: ProcessView = { id: 'main', pid: parent, line: call, waits: { call } }
    if (state.peerEnded) return [main]
    return [main, { id: `child-${peer}`, pid: child, line: 'recv', waits: { call: 'recv', who: peer } }]
  },
}
