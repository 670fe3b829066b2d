/**
 * Parses what proc(5) tells of one thread: `stat`, `syscall`, `schedstat`. Pure; counterpart: `processes.ts` reads the files.
 */
import { isAtDescriptor, type CallName } from './calls.ts'

export interface Stat {
  /** R running, S sleeping, D in the device, Z ended and not waited for, T stopped. */
  readonly state: string
  readonly parent: number
  readonly session: number
}

/** The name of the command, in parentheses, may hold anything: what follows the last one counts. */
export function parseStat(text: string): Stat | null {
  const [state, parent, , session] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  if (!state || !/^\d+$/.test(parent ?? '') || !/^\d+$/.test(session ?? '')) return null
  return { state, parent: Number(parent), session: Number(session) }
}

export interface Call {
  readonly call: CallName
  /** The descriptor that it waits at; null for a call that waits at none, or at many. */
  readonly fd: number | null
}

/** null where the thread runs, or is in no call. The line is "running", "-1 SP PC" or "NUMBER ARG1 ... ARG6 SP PC". */
export function parseSyscall(text: string, names: (number: number) => CallName): Call | null {
  const [number = '', first = ''] = text.trim().split(' ')
  if (!/^\d+$/.test(number)) return null
  const call = names(Number(number))
  return { call, fd: isAtDescriptor(call) ? Number(BigInt.asIntN(32, BigInt(first))) : null }
}

/** Nanoseconds that a thread ran, and waited for a processor while it could have run. */
export function parseSchedstat(text: string): number {
  const [ran = 0, waited = 0] = text.trim().split(' ').map(Number)
  return ran + waited
}

/** The inode of "socket:[123]" or "pipe:[123]"; null for what has none there. */
export const inodeOf = (link: string): number | null => {
  const digits = /^(?:socket|pipe):\[(\d+)\]$/.exec(link)?.[1]
  return digits === undefined ? null : Number(digits)
}
