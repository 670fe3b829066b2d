/**
 * Worksheet question 5: a relay without select(). With a known number of clients it accepts them all, then reads them
 * in turn (one silent client holds up all the others) or forks a real process for each. With an unknown number it
 * alternates accept and reads, and is stuck in one while the other has something to do.
 * Invariant: with a known number, client N+1 is never accepted.
 */
import type { ProcessView } from '#shared/protocol/program.ts'
import type { StreamEffect, Program, Step } from '../common/program.ts'
import { listing } from './listing.ts'
import type { Options } from './options.ts'

export interface RelayKnownState {
  readonly strategy: Options['strategy']
  readonly count: number
  readonly phase: 'accepting' | 'relaying' | 'over'
  /** Accepted and not ended, in the order of accept. */
  readonly clients: readonly number[]
  /** How many were accepted so far. */
  readonly accepted: number
  /** Index in `clients` of the one that is read, where they are read in turn. */
  readonly turn: number
  /** Connected for the kernel, not accepted, oldest first. */
  readonly backlog: readonly number[]
  /** Process ids of the children by the client that each reads, and of their parent; only with a process for each. */
  readonly children: ReadonlyMap<number, number>
  readonly parent: number | undefined
}

type Next = Step<RelayKnownState>

/** accept() returns the oldest of the backlog, or blocks. */
function accept(state: RelayKnownState): Next {
  const [who, ...backlog] = state.backlog
  if (who === undefined) return { state: { ...state, phase: 'accepting' }, effects: [] }
  const known = { ...state, backlog, clients: [...state.clients, who], accepted: state.accepted + 1 }
  const next =
    state.strategy === 'unknown'
      ? read({ ...known, turn: 0 })
      : known.accepted < state.count
        ? accept(known)
        : relay(known)
  return { state: next.state, effects: [{ type: 'accept', who }, ...next.effects] }
}

/** All N are there. */
function relay(state: RelayKnownState): Next {
  if (state.strategy === 'in-turn') return read({ ...state, turn: 0 })
  // Those who left before the last one came need no process; that one is there.
  const effects = state.clients.map((who): StreamEffect => ({ type: 'fork', who }))
  return { state: { ...state, phase: 'relaying' }, effects }
}

/** Reads the client whose turn it is, until it has said something. */
function read(state: RelayKnownState): Next {
  const who = state.clients[state.turn]
  if (who === undefined) return endOfRound(state)
  return { state: { ...state, phase: 'relaying' }, effects: [{ type: 'resume', who }] }
}

/** Each client has been read once: the unknown one accepts again, the known one begins anew, or ends with its last client. */
function endOfRound(state: RelayKnownState): Next {
  if (state.strategy === 'unknown') return accept(state)
  if (state.clients.length === 0) return { state: { ...state, phase: 'over' }, effects: [{ type: 'exit' }] }
  return read({ ...state, turn: 0 })
}

/** A client sent FIN or has gone: it is read no more. */
function without(state: RelayKnownState, who: number, effects: readonly StreamEffect[]): Next {
  const index = state.clients.indexOf(who)
  if (index < 0) return { state: { ...state, backlog: state.backlog.filter((other) => other !== who) }, effects: [] }
  const clients = state.clients.filter((other) => other !== who)
  const left = { ...state, clients, turn: index < state.turn ? state.turn - 1 : state.turn }
  if (state.phase === 'accepting') return { state: left, effects }
  if (state.strategy === 'process-each') {
    const over = clients.length === 0
    return { state: over ? { ...left, phase: 'over' } : left, effects: over ? [...effects, { type: 'exit' }] : effects }
  }
  if (index !== state.turn) return { state: left, effects }
  const next = read(left)
  return { state: next.state, effects: [...effects, ...next.effects] }
}

export const program: Program<RelayKnownState, Options> = {
  listing,
  initial: ({ strategy, count }) => ({
    strategy,
    count,
    phase: 'accepting',
    clients: [],
    accepted: 0,
    turn: 0,
    backlog: [],
    children: new Map(),
    parent: undefined,
  }),
  step(state, input) {
    switch (input.type) {
      case 'arrived': {
        const waiting = { ...state, backlog: [...state.backlog, input.who] }
        return state.phase === 'accepting' ? accept(waiting) : { state: waiting, effects: [] }
      }
      case 'lines': {
        const said: StreamEffect = { type: 'fan-out', from: input.who, lines: input.lines, to: 'others' }
        if (state.strategy === 'process-each') return { state, effects: [said] }
        const next = read({ ...state, turn: state.turn + 1 })
        return { state: next.state, effects: [said, { type: 'pause', who: input.who }, ...next.effects] }
      }
      case 'ended': {
        // With a process for each, the other processes still hold the socket: it is closed when the last of them ends.
        const close: StreamEffect[] =
          state.strategy === 'process-each' ? [] : [{ type: 'close', who: input.who, why: 'finished' }]
        return without(state, input.who, close)
      }
      case 'forked': {
        if (!state.clients.includes(input.who)) return { state, effects: [] }
        const children = new Map(state.children).set(input.who, input.child)
        return { state: { ...state, children, parent: input.parent }, effects: [] }
      }
      case 'child-died':
        // Nobody reads this client any more, and nobody closes it either while another process holds its socket.
        return without(state, input.who, [{ type: 'pause', who: input.who }])
      case 'gone':
        return without(state, input.who, [])
      default:
        return { state, effects: [] }
    }
  },
  processes({ strategy, phase, clients, turn, children, parent }): readonly ProcessView[] {
    if (phase === 'over') return []
    if (phase === 'accepting') return [{ id: 'main', line: 'accept', waits: { call: 'accept' } }]
    const who = clients[turn]
    if (strategy !== 'process-each') {
      return [{ id: 'main', line: 'recv', waits: who === undefined ? null : { call: 'recv', who } }]
    }
    const pid = parent === undefined ? {} : { pid: parent }
    const forking = clients.some((client) => !children.has(client))
    const main: ProcessView = forking
      ? { id: 'main', ...pid, line: 'fork', waits: null }
      : { id: 'main', ...pid, line: 'wait', waits: { call: 'wait' } }
    const readers = clients.flatMap((client): ProcessView[] => {
      const child = children.get(client)
      return child === undefined
        ? []
        : [{ id: `child-${client}`, pid: child, line: 'recv', waits: { call: 'recv', who: client } }]
    })
    return [main, ...readers]
  },
}
