/**
 * Numbers of the system calls in which a program of sockets waits, and what the first argument of each is.
 * Source: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h (arm64) of Linux.
 */

/** What a thread is in. `other`: a call that is none of these. */
export type CallName =
  'accept' | 'recv' | 'read' | 'send' | 'write' | 'connect' | 'select' | 'wait' | 'sleep' | 'futex' | 'other'

const X64: Readonly<Record<number, CallName>> = {
  0: 'read',
  1: 'write',
  7: 'select',
  19: 'read',
  20: 'write',
  23: 'select',
  35: 'sleep',
  42: 'connect',
  43: 'accept',
  44: 'send',
  45: 'recv',
  46: 'send',
  47: 'recv',
  61: 'wait',
  202: 'futex',
  230: 'sleep',
  232: 'select',
  247: 'wait',
  270: 'select',
  271: 'select',
  281: 'select',
  288: 'accept',
  441: 'select',
}

const ARM64: Readonly<Record<number, CallName>> = {
  22: 'select',
  63: 'read',
  64: 'write',
  65: 'read',
  66: 'write',
  72: 'select',
  73: 'select',
  95: 'wait',
  98: 'futex',
  101: 'sleep',
  115: 'sleep',
  202: 'accept',
  203: 'connect',
  206: 'send',
  207: 'recv',
  211: 'send',
  212: 'recv',
  242: 'accept',
  260: 'wait',
  441: 'select',
}

/** Calls whose first argument is the descriptor that they wait at. */
const AT_DESCRIPTOR: ReadonlySet<CallName> = new Set(['accept', 'recv', 'read', 'send', 'write', 'connect'])

/** @param machine as `os.arch()` names it; null where its numbers are not known here */
export function callTable(machine: string): ((number: number) => CallName) | null {
  const table = machine === 'x64' ? X64 : machine === 'arm64' ? ARM64 : null
  return table && ((number) => table[number] ?? 'other')
}

export const isAtDescriptor = (call: CallName): boolean => AT_DESCRIPTOR.has(call)
