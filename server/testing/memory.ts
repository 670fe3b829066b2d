/** What this process holds, for tests: collected first, so that only what is really held counts. */
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { until } from './raw-client.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes of the heap, of buffers, and of what belongs to them, after a forced collection. */
export async function heldMemory(): Promise<number> {
  // What a finished turn still refers to, and what is freed by finalizers, goes with the second.
  for (let i = 0; i < 2; i++) {
    collect()
    await sleep(1)
  }
  const { heapUsed, external } = process.memoryUsage()
  // Node counts array buffers within `external`.
  return heapUsed + external
}

/**
 * Waits until at most so much more is held than before; fails with how much more is. What is on its way while it is measured, such
 * as a piece of a file that is just being read, is not held: on a busy machine it is there for a while.
 */
export const holdsLess = (than: number, before: number): Promise<number> =>
  until(
    `less than ${than} bytes more than before`,
    async () => (await heldMemory()) - before,
    (more) => more < than,
  )
