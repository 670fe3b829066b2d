/**
 * Programs that the benchmark starts and ends. Invariant: it ends its own children only, each by its process,
 * and none outlives it, not even after Ctrl+C.
 */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

/** After a polite request a child may take so long, ms: the lab drains. */
const PATIENCE_MS = 12_000
const START_MS = 20_000

const alive = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

export function start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, options)
  alive.add(child)
  child.once('close', () => alive.delete(child))
  // A program that cannot be started never closes; who waits for its words hears of it.
  child.once('error', () => alive.delete(child))
  return child
}

/** Resolves when the child has ended. */
export async function stop(child: ChildProcess): Promise<void> {
  if (!alive.has(child)) return
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await closed
  clearTimeout(force)
}

/**
 * Resolves with the first match in what a child prints. Rejects, with everything that it printed, when it ends before or
 * takes too long.
 */
export function printed(child: ChildProcess, stream: Readable, wanted: RegExp): Promise<RegExpExecArray> {
  let text = ''
  return new Promise((resolve, reject) => {
    const give = (why: string) => finish(() => reject(new Error(`${child.spawnfile} ${why}:\n${text}`)))
    const look = (part: Buffer) => {
      text += part.toString()
      const match = wanted.exec(text)
      if (match) finish(() => resolve(match))
    }
    const ended = () => give('ended before it was ready')
    const failed = (error: Error) => give(`could not be started (${error.message})`)
    const timer = setTimeout(() => give(`was not ready after ${START_MS / 1000} s`), START_MS)
    const finish = (then: () => void) => {
      clearTimeout(timer)
      stream.off('data', look)
      child.off('close', ended)
      child.off('error', failed)
      // What it says later is of no use, but must not fill the pipe.
      stream.resume()
      then()
    }
    stream.on('data', look)
    child.on('close', ended)
    child.on('error', failed)
  })
}
