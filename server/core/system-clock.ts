/** The clock of production: the process's monotonic clock, the system's wall clock, its timers. */
import type { Clock } from './clock.ts'

export const systemClock: Clock = {
  micros: () => performance.now() * 1000,
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
