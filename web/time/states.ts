/**
 * The states of a TCP connection (RFC 9293, 3.3.2, figure 5), and the way that an end has taken to the one that it is in. Pure.
 * Counterparts: `StateDiagram.svelte`, which draws it; the kernel's rows, which say where each end is.
 * Invariant: a way is told only where no other leads there; of TIME_WAIT, the last step of which the row does not tell, only as far
 * as it is certain.
 */
import type { KernelRow, TcpState } from '#shared/model/kernel.ts'

/** How an end came to be: `passive` called listen and accept, `active` called connect. */
export type Opening = 'passive' | 'active'

export interface Step {
  readonly from: TcpState
  readonly to: TcpState
  /** What was sent, received or called. */
  readonly by: string
}

const step = (from: TcpState, to: TcpState, by: string): Step => ({ from, to, by })

/** The steps that the diagram has; the words are those of the figure. */
export const STEPS: readonly Step[] = [
  step('CLOSE', 'LISTEN', 'listen()'),
  step('CLOSE', 'SYN_SENT', '→ SYN'),
  step('LISTEN', 'SYN_RECV', '← SYN'),
  step('SYN_RECV', 'ESTAB', '← ACK'),
  step('SYN_SENT', 'ESTAB', '← SYN, ACK'),
  step('ESTAB', 'FIN_WAIT1', '→ FIN'),
  step('ESTAB', 'CLOSE_WAIT', '← FIN'),
  step('FIN_WAIT1', 'FIN_WAIT2', '← ACK'),
  step('FIN_WAIT1', 'CLOSING', '← FIN'),
  step('FIN_WAIT2', 'TIME_WAIT', '← FIN'),
  step('CLOSING', 'TIME_WAIT', '← ACK'),
  step('CLOSE_WAIT', 'LAST_ACK', '→ FIN'),
]

const WAYS: Record<TcpState, readonly TcpState[]> = {
  CLOSE: [],
  LISTEN: ['LISTEN'],
  SYN_SENT: ['SYN_SENT'],
  SYN_RECV: ['SYN_RECV'],
  ESTAB: ['ESTAB'],
  FIN_WAIT1: ['ESTAB', 'FIN_WAIT1'],
  FIN_WAIT2: ['ESTAB', 'FIN_WAIT1', 'FIN_WAIT2'],
  CLOSING: ['ESTAB', 'FIN_WAIT1', 'CLOSING'],
  // By way of FIN_WAIT2 or of CLOSING.
  TIME_WAIT: ['ESTAB', 'FIN_WAIT1', 'TIME_WAIT'],
  CLOSE_WAIT: ['ESTAB', 'CLOSE_WAIT'],
  LAST_ACK: ['ESTAB', 'CLOSE_WAIT', 'LAST_ACK'],
}
const OPENED: Record<Opening, readonly TcpState[]> = {
  passive: ['CLOSE', 'LISTEN', 'SYN_RECV'],
  active: ['CLOSE', 'SYN_SENT'],
}

/** The states that an end has been in, in order, the one that it is in last. */
export function wayTo(state: TcpState, opening: Opening): readonly TcpState[] {
  const way = WAYS[state]
  const opened = OPENED[opening]
  // Who has not got as far as the connection has not passed what comes after.
  const until = opened.indexOf(state)
  return until >= 0 ? opened.slice(0, until + 1) : [...opened, ...way]
}

/** Whether an end has taken this step for certain. */
export const took = (way: readonly TcpState[], { from, to }: Step): boolean =>
  way.some((state, i) => state === from && way[i + 1] === to)

export interface End {
  readonly side: KernelRow['side']
  readonly state: TcpState
  readonly way: readonly TcpState[]
  readonly row: KernelRow
}

/**
 * The ends of a participant's connection that the kernel has rows of: the program's, and the other one where it is on this machine.
 * @param connects the program made the connection
 */
export function endsOf(rows: readonly KernelRow[], participant: number, connects: boolean): End[] {
  return rows.flatMap((row) => {
    if (row.proto !== 'tcp' || row.participant !== participant || row.state === 'UNCONN') return []
    const active = (row.side === 'program') === connects
    return [{ side: row.side, state: row.state, way: wayTo(row.state, active ? 'active' : 'passive'), row }]
  })
}
