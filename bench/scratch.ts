/** Folders for a while. Invariant: none outlives the benchmark, not even after Ctrl+C. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Scratch {
  readonly path: string
  remove(): void
}

const present = new Set<string>()
process.on('exit', () => present.forEach(remove))

export function scratch(): Scratch {
  const path = mkdtempSync(join(tmpdir(), 'socket-lab-bench-'))
  present.add(path)
  return { path, remove: () => remove(path) }
}

function remove(path: string): void {
  // The last helpers of a browser that was told to end may still be writing.
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  present.delete(path)
}
