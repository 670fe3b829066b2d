/**
 * Worksheet question 1: accept one client, print its lines until it ends, then the next one. A second client is
 * connected for the kernel, and for itself, but the program does not know it until the first has left.
 */
import type { Program, Step } from '../common/program.ts'
import { listing } from './listing.ts'
import type { Options } from './options.ts'

export interface LineServerState {
  /** Whom the program serves; null while it is blocked in accept(). */
  readonly serving: number | null
  /** That one has sent FIN: it is being closed, and only then comes the next one. */
  readonly closing: boolean
  /** Connected for the kernel, not accepted, oldest first. */
  readonly backlog: readonly number[]
}

/** accept() returns the oldest of the backlog, or blocks. */
function acceptNext(backlog: readonly number[]): Step<LineServerState> {
  const [next, ...later] = backlog
  if (next === undefined) return { state: { serving: null, closing: false, backlog }, effects: [] }
  return {
    state: { serving: next, closing: false, backlog: later },
    effects: [
      { type: 'accept', who: next },
      { type: 'resume', who: next },
    ],
  }
}

export const program: Program<LineServerState, Options> = {
  listing,
  initial: () => ({ serving: null, closing: false, backlog: [] }),
  step(state, input) {
    switch (input.type) {
      case 'arrived': {
        const backlog = [...state.backlog, input.who]
        return state.serving === null ? acceptNext(backlog) : { state: { ...state, backlog }, effects: [] }
      }
      case 'lines':
        return { state, effects: [{ type: 'fan-out', from: input.who, lines: input.lines, to: 'console' }] }
      case 'ended':
        return { state: { ...state, closing: true }, effects: [{ type: 'close', who: input.who, why: 'finished' }] }
      case 'gone':
        if (input.who === state.serving) return acceptNext(state.backlog)
        return { state: { ...state, backlog: state.backlog.filter((who) => who !== input.who) }, effects: [] }
      default:
        return { state, effects: [] }
    }
  },
  processes({ serving, closing }) {
    if (serving === null) return [{ id: 'main', line: 'accept', waits: { call: 'accept' } }]
    if (closing) return [{ id: 'main', line: 'close', waits: null }]
    return [{ id: 'main', line: 'lines', waits: { call: 'recv', who: serving } }]
  },
}
