/**
 * Ends whatever a checked program has left, when the checker is gone, however it went: a shell in a session of its own waits at a
 * pipe that only the checker holds, then ends by its number each process that carries the mark of this check in its environment, and removes the check's folder.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { own } from '../../core/own.ts'

/**
 * Several rounds: one that forks without end has children between the look and the signal. They are stopped first. One `grep` looks
 * at all of them: two processes for each would take ten seconds where there are hundreds and the machine is busy.
 */
const WATCH = `
trap '' INT TERM HUP
cat >/dev/null
for round in 1 2 3 4 5; do
  for signal in STOP KILL; do
    for environ in $(grep -lzxF -e "$1" /proc/[0-9]*/environ 2>/dev/null); do
      home="\${environ%/environ}"
      kill -"$signal" "\${home#/proc/}" 2>/dev/null
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
