/** What this process holds, for tests: collected first, so that only what is really held counts. */
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

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
