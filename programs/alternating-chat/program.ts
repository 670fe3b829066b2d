/**
 * Worksheet question 3: strict turns, for ever. The client begins by writing and the server by reading, unless turned
 * round: both reading is a deadlock, both writing works, but the lines cross.
 * Invariant: between two lines that it sends, the program reads one; it asks for a line of the keyboard only in its turn,
 * and reads the socket only in the other's, so that what comes out of turn waits where it is.
 */
import { join, takeFirstLine } from '../../server/core/first-line.ts'
import type { Released } from '../../server/core/line-framer.ts'
import type { StreamEffect, Program, Step } from '../common/program.ts'
import { beginsBy, listing } from './listing.ts'
import type { Options } from './options.ts'

export interface AlternatingChatState {
  readonly role: 'server' | 'client'
  readonly beginsBy: 'writing' | 'reading'
  /** Where it is blocked. */
  readonly at: 'accept' | 'connect' | 'keyboard' | 'recv' | 'over'
  readonly peer: number | null
  /** Connected for the kernel, not accepted, oldest first. */
  readonly backlog: readonly number[]
  /** Lines that a read brought beyond the one that was due: in the program's own buffer. */
  readonly buffered: Released | null
  /** The peer sent FIN; seen by the program when it reads next. */
  readonly ended: boolean
}

/** The program's turn: it asks its keyboard. */
const writeNext = (state: AlternatingChatState): Step<AlternatingChatState> => ({
  state: { ...state, at: 'keyboard' },
  effects: [{ type: 'ask' }],
})

/** The other's turn: it takes a line of its buffer, or reads the socket. */
function readNext(state: AlternatingChatState): Step<AlternatingChatState> {
  const { peer, buffered } = state
  if (peer === null) return { state, effects: [] }
  if (buffered !== null) return printFirst({ ...state, buffered: null }, buffered)
  if (state.ended) return leave(state)
  return { state: { ...state, at: 'recv' }, effects: [{ type: 'resume', who: peer }] }
}

function printFirst(state: AlternatingChatState, lines: Released): Step<AlternatingChatState> {
  const { peer } = state
  if (peer === null) return { state, effects: [] }
  const { first, rest } = takeFirstLine(lines)
  const next = writeNext({ ...state, buffered: rest })
  const effects: StreamEffect[] = [
    { type: 'pause', who: peer },
    { type: 'fan-out', from: peer, lines: first, to: 'console' },
  ]
  return { state: next.state, effects: [...effects, ...next.effects] }
}

const begin = (state: AlternatingChatState): Step<AlternatingChatState> =>
  state.beginsBy === 'writing' ? writeNext(state) : readNext(state)

/** readline() gave b"": the program closes and ends. */
function leave(state: AlternatingChatState): Step<AlternatingChatState> {
  const effects: StreamEffect[] = state.peer === null ? [] : [{ type: 'close', who: state.peer, why: 'finished' }]
  return { state: { ...state, at: 'over' }, effects }
}

export const program: Program<AlternatingChatState, Options> = {
  listing,
  initial: (options) => ({
    role: options.role,
    beginsBy: beginsBy(options),
    at: options.role === 'server' ? 'accept' : 'connect',
    peer: null,
    backlog: [],
    buffered: null,
    ended: false,
  }),
  step(state, input) {
    switch (input.type) {
      case 'started':
        return { state, effects: state.role === 'client' ? [{ type: 'connect' }] : [] }
      case 'unreached':
        return { state: { ...state, at: 'over' }, effects: [{ type: 'exit' }] }
      case 'reached':
        return begin({ ...state, peer: input.who })
      case 'arrived': {
        if (state.at !== 'accept') return { state: { ...state, backlog: [...state.backlog, input.who] }, effects: [] }
        const next = begin({ ...state, peer: input.who })
        return { state: next.state, effects: [{ type: 'accept', who: input.who }, ...next.effects] }
      }
      case 'lines':
        if (state.at === 'recv') return printFirst(state, input.lines)
        return { state: { ...state, buffered: join(state.buffered, input.lines) }, effects: [] }
      case 'typed': {
        if (state.peer === null || state.at !== 'keyboard') return { state, effects: [] }
        const next = readNext(state)
        const sent: StreamEffect = { type: 'fan-out', from: 0, lines: input.lines, to: [state.peer] }
        return { state: next.state, effects: [sent, ...next.effects] }
      }
      case 'keyboard-ended':
        return leave(state)
      case 'ended':
        return state.at === 'recv' ? leave(state) : { state: { ...state, ended: true }, effects: [] }
      case 'gone':
        if (input.who !== state.peer) {
          return { state: { ...state, backlog: state.backlog.filter((who) => who !== input.who) }, effects: [] }
        }
        return { state: { ...state, at: 'over', peer: null }, effects: [{ type: 'exit' }] }
      case 'forked':
      case 'child-died':
      case 'stored':
      case 'unstored':
      case 'uploaded':
      case 'sent':
      case 'unsent':
      case 'timer':
      case 'datagram':
      case 'datagram-sent':
        return { state, effects: [] }
    }
  },
  processes: ({ at, peer }) => {
    if (at === 'over') return []
    return [
      { id: 'main', line: at, waits: at === 'recv' && peer !== null ? { call: 'recv', who: peer } : { call: at } },
    ]
  },
}
