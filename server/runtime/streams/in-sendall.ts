/**
 * Where a program with connections stands while it is blocked in sendall, which its own state does not know: to the program
 * sendall returns at once. Counterparts: `backpressure.ts`, which knows who waits for whom; `runtime/run/interpreter.ts`.
 */
import type { ProcessView } from '#shared/protocol/program.ts'
import type { Backpressure } from './backpressure.ts'
import type { Blocked } from './waits-told.ts'
import type { InSendall } from '../run/interpreter.ts'
import { PROGRAM } from '#shared/model/constants.ts'

/** @param line of its listing that sends; null where it sends nothing */
export function inSendall(backpressure: Backpressure, line: string | null): InSendall {
  return {
    get program() {
      return backpressure.blocksProgram
    },
    get keyboard() {
      return backpressure.holds(PROGRAM)
    },
    get told() {
      return backpressure.told
    },
    stands(processes) {
      const { told } = backpressure
      return line === null || told.length === 0 ? processes : processes.map((one, i) => stand(one, i === 0, told, line))
    },
  }
}

function stand(one: ProcessView, isMain: boolean, told: readonly Blocked[], line: string): ProcessView {
  const reads = one.waits?.call === 'keyboard' ? PROGRAM : one.waits?.who
  const blocked = told.find(({ senders }) =>
    senders === null ? isMain : reads !== undefined && senders.includes(reads),
  )
  return blocked ? { ...one, line, waits: { call: 'sendall', who: blocked.peer.id } } : one
}
