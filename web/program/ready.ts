/** Which sockets the next select would find ready to read, while it is paused. Pure. */
import { PROGRAM } from '#shared/model/constants.ts'
import type { KernelRow } from '#shared/model/kernel.ts'
import type { Participant } from '#shared/protocol/model.ts'

/** A socket, and the bytes that wait in it: none where it is the listening one, or where FIN alone has come. */
export interface ReadySocket {
  /** A participant; PROGRAM for the listening socket. */
  readonly who: number
  readonly bytes: number
}

/**
 * @param rows of the kernel: bytes or a FIN to read make a socket ready (select(2))
 * @param people those who connected and are not accepted make the listening socket ready
 */
export function readyNext(rows: readonly KernelRow[], people: readonly Participant[]): ReadySocket[] {
  const waiting = new Set(people.filter(({ state }) => state === 'waiting').map(({ id }) => id))
  const ready = new Map<number, ReadySocket>()
  if (waiting.size > 0) ready.set(PROGRAM, { who: PROGRAM, bytes: 0 })
  for (const { participant, side, recvQ, state } of rows) {
    if (participant === null || side !== 'program' || recvQ === 0 || waiting.has(participant)) continue
    ready.set(participant, { who: participant, bytes: recvQ - (state === 'CLOSE_WAIT' ? 1 : 0) })
  }
  return [...ready.values()].sort((a, b) => a.who - b.who)
}
