/** How many files and sockets this process may have open (POSIX RLIMIT_NOFILE), from proc(5) where there is one. */
import { readFileSync } from 'node:fs'

/** What systems without /proc usually allow at least. */
const MODEST = 1024

/** Descriptors reserved for the journal, the page and the system. */
const RESERVED = 256

/** The soft limit of descriptors of this process. */
export function descriptorLimit(): number {
  try {
    const soft = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(soft ?? MODEST)
  } catch {
    return MODEST
  }
}

/** Connections that one listener may have, so that descriptors do not run out. */
export const connectionLimit = (): number => Math.max(64, descriptorLimit() - RESERVED)
