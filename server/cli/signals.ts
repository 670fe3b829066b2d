/** The signals that ask a program to end (POSIX signal.h): at Ctrl+C, by a supervisor, by a terminal that is closed. */
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** A launcher passes on what the terminal has sent to both: the same wish, told twice. A person takes longer. */
export const SAME_WISH_MS = 1000

/** Exit code of a program that a signal has ended, as a shell tells it. */
export const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal]

/** Calls back once at the first signal; at a second wish the process exits at once, since the person does not want to wait. */
export function onSignal(callback: (signal: NodeJS.Signals) => void): void {
  let first = 0
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const now = performance.now()
      if (first === 0) {
        first = now
        callback(signal)
      } else if (now - first > SAME_WISH_MS) {
        process.exit(exitCodeOf(signal))
      }
    })
  }
}
