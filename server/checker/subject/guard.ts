/**
 * Ends whatever a checked program has left, when the checker is gone, however it went: a shell in a session of its own waits at a
 * pipe that only the checker holds, then ends by its number each process that carries the mark of this check in its environment, and removes the check's folder.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { own } from '../../core/own.ts'

/** Several rounds: one that forks without end has children between the look and the signal. They are stopped first. */
const WATCH = `
trap '' INT TERM HUP
cat >/dev/null
for round in 1 2 3 4 5; do
  for signal in STOP KILL; do
    for home in /proc/[0-9]*; do
      if tr '\\0' '\\n' <"$home/environ" 2>/dev/null | grep -qxF "$1"; then kill -"$signal" "\${home#/proc/}" 2>/dev/null; fi
    done
  done
done
rm -rf -- "$2"
`

/** @param mark "NAME=value", which the checked programs inherit and the guard itself has not @param folder of this check alone */
export function startGuard(mark: string, folder: string): { end(): void } {
  const guard: ChildProcess = spawn('sh', ['-c', WATCH, 'guard', mark, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  own(guard)
  if (guard.stdin) own(guard.stdin)
  guard.unref()
  ;(guard.stdin as unknown as { unref?: () => void } | null)?.unref?.()
  return { end: () => guard.stdin?.end() }
}
