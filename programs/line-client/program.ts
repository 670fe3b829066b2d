/**
 * Worksheet question 2: connect, then send every line of the keyboard. The program never reads the socket: what the
 * server answers stays in the kernel, and that the server has left is seen only when a line is sent.
 */
import type { Program } from '../common/program.ts'
import { listing } from './listing.ts'
import type { Options } from './options.ts'

export interface LineClientState {
  readonly at: 'connecting' | 'keyboard' | 'over'
  readonly server: number | null
}

export const program: Program<LineClientState, Options> = {
  listing,
  initial: () => ({ at: 'connecting', server: null }),
  step(state, input) {
    const { server } = state
    switch (input.type) {
      case 'started':
        return { state, effects: [{ type: 'connect' }] }
      case 'unreached':
        return { state: { at: 'over', server: null }, effects: [{ type: 'exit' }] }
      case 'reached':
        return { state: { at: 'keyboard', server: input.who }, effects: [{ type: 'ask' }] }
      case 'typed':
        if (server === null) return { state, effects: [] }
        return { state, effects: [{ type: 'fan-out', from: 0, lines: input.lines, to: [server] }, { type: 'ask' }] }
      case 'keyboard-ended': {
        const effects = server === null ? [] : [{ type: 'close', who: server, why: 'finished' } as const]
        return { state: { ...state, at: 'over' }, effects }
      }
      case 'gone':
        return { state: { at: 'over', server: null }, effects: [{ type: 'exit' }] }
      default:
        return { state, effects: [] }
    }
  },
  processes: ({ at }) => {
    switch (at) {
      case 'connecting':
        return [{ id: 'main', line: 'connect', waits: { call: 'connect' } }]
      case 'keyboard':
        return [{ id: 'main', line: 'keyboard', waits: { call: 'keyboard' } }]
      case 'over':
        return []
    }
  },
}
