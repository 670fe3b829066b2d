/**
 * Runs the checker, with the programs that it checks, in a network of its own: no way out, nobody else's ports, and a port 8080 for
 * each. bwrap(1) where it is, else unshare(1) of util-linux; what is tried is run once before it is trusted. It is no sandbox: files are
 * those of whoever runs it.
 */
import { execFileSync } from 'node:child_process'

export interface Isolation {
  readonly kind: 'bwrap' | 'unshare' | 'none'
  /** Stand before the words of a command. A command so started ends by SIGTERM when the one who started it is gone. */
  readonly words: readonly string[]
}

const PROBE_MS = 5000
/** Its own loopback is down at first. */
const UP = 'ip link set lo up && exec setpriv --pdeathsig TERM "$@"'

const WAYS: readonly Isolation[] = [
  { kind: 'bwrap', words: ['bwrap', '--dev-bind', '/', '/', '--unshare-net', '--die-with-parent', '--'] },
  { kind: 'unshare', words: ['unshare', '-r', '-n', 'sh', '-c', UP, 'sh'] },
]

const BOUND = ['setpriv', '--pdeathsig', 'TERM']

/** Without a network of its own; where setpriv(1) is missing, not bound to the end of who started it either. */
export const trusted = (): Isolation => ({ kind: 'none', words: works([...BOUND, 'true']) ? BOUND : [] })

/** The first way that works here; null where none does. */
export const isolation = (): Isolation | null => WAYS.find(({ words }) => works([...words, 'true'])) ?? null

function works([program = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', timeout: PROBE_MS })
    return true
  } catch {
    return false
  }
}
