/**
 * Loaded into the lab's process before it: measures how late its event loop is, and tells when asked over the channel.
 * Counterpart: `flood.ts`. Any message is answered with the figures since the one before.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface LoopDelay {
  /** Milliseconds beyond the moment when a timer was due. */
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const RESOLUTION_MS = 5
const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
histogram.enable()

// What is measured is the whole period of a timer.
const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)

process.on('message', () => {
  process.send?.({
    p50: late(histogram.percentile(50)),
    p99: late(histogram.percentile(99)),
    max: late(histogram.max),
  } satisfies LoopDelay)
  histogram.reset()
})
// The lab ends when it wants to, whether or not somebody could still ask.
process.channel?.unref()
