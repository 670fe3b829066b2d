/**
 * Lets a child process read a socket that this process goes on writing to: both hold it, as after fork (POSIX fork:
 * "open file descriptors refer to the same open file description"). Counterpart: `reader-child.mjs`.
 * Invariants: this process never reads the socket again; the child is gone when the reading is; at most `AT_ONCE` children
 * are starting at a time, since starting one stops the event loop for a moment.
 */
import { fork, type ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { availableParallelism } from 'node:os'

export type FromReader =
  { type: 'ready' } | { type: 'read'; bytes: Uint8Array } | { type: 'ended' } | { type: 'failed'; errno: string }

export interface SharedReadingHandlers {
  read(bytes: Uint8Array): void
  ended(): void
  failed(errno: string): void
  /** The child died before the stream ended: its exit code or the signal that ended it. */
  died(how: string): void
  /** No process is left, whether it ever was ready or not. */
  gone(): void
}

export interface SharedReading {
  readonly pid: number
  /** Lets the child read once more. It has not read yet. */
  more(): void
  /** Ends the child. */
  stop(): void
}

/** More gain nothing where there are no more processors, and each holds up everybody's lines while it starts. */
const AT_ONCE = Math.min(8, Math.max(2, availableParallelism()))
const waiting: (() => void)[] = []
let starting = 0

/**
 * Starts the child and hands it the socket, which nobody may be reading. Resolves when it stands ready to read. Rejects
 * when no process can be started, when it dies first, and when the socket has gone before its turn to start came.
 */
export async function readInChild(socket: Socket, handlers: SharedReadingHandlers): Promise<SharedReading> {
  if (starting >= AT_ONCE) await new Promise<void>((go) => waiting.push(go))
  else starting++
  try {
    if (socket.destroyed) {
      handlers.gone()
      throw new Error('the connection has gone')
    }
    return await start(socket, handlers)
  } finally {
    // A place is handed on rather than given back, so that nobody slips in between.
    const next = waiting.shift()
    if (next) next()
    else starting--
  }
}

/** How long a child may take to end: one that is stopped (SIGSTOP) never does. */
const LAST_MS = 1000
const living = new Set<ChildProcess>()
// None outlives the lab: it would keep the sockets that it was given.
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

/** Without memory for one, spawn throws instead of telling later: nobody else would say that the child is gone. */
function forked(handlers: SharedReadingHandlers): ChildProcess {
  try {
    return fork(new URL('./reader-child.mjs', import.meta.url), {
      serialization: 'advanced',
      // Not this process's own: what it was started with is no business of a process that only reads.
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  } catch (error) {
    handlers.gone()
    throw error
  }
}

function start(socket: Socket, handlers: SharedReadingHandlers): Promise<SharedReading> {
  const child = forked(handlers)
  return new Promise((resolve, reject) => {
    let ready = false
    let over = false
    const stop = (): void => {
      over = true
      if (!child.connected) return
      child.disconnect()
      const late = setTimeout(() => child.kill('SIGKILL'), LAST_MS)
      child.once('exit', () => clearTimeout(late))
    }
    const end = (tell: () => void): void => {
      if (over) return
      over = true
      tell()
    }
    const died = (how: string): void => end(() => (ready ? handlers.died(how) : reject(new Error(how))))
    child.on('error', (error) => {
      died(error.message)
      if (child.pid === undefined) handlers.gone()
    })
    living.add(child)
    child.on('exit', (code, signal) => {
      living.delete(child)
      handlers.gone()
      const tell = (): void => died(signal ?? `exit ${code}`)
      // What it said last may still be in the channel: one that told of the stream's end has not died.
      if (child.connected) child.once('disconnect', tell)
      else tell()
    })
    socket.once('close', () => {
      stop()
      if (!ready) reject(new Error('the connection has gone'))
    })
    child.on('message', (message: FromReader) => {
      if (message.type === 'ready') {
        ready = true
        resolve({ pid: child.pid ?? 0, more: () => more(child), stop })
      } else if (message.type === 'read') handlers.read(message.bytes)
      else if (message.type === 'ended') end(() => handlers.ended())
      else end(() => handlers.failed(message.errno))
    })
    child.once('spawn', () => {
      if (socket.destroyed) return
      detach(socket)
      child.send({}, socket, { keepOpen: true })
    })
  })
}

function more(child: ChildProcess): void {
  if (child.connected) child.send('more')
}

/**
 * Node counts a socket of a server that is sent to a child as the child's, and the server's close then waits for the child
 * for ever if that was killed. This process keeps the socket, and closes it: nothing needs to be counted elsewhere.
 */
function detach(socket: Socket): void {
  ;(socket as Socket & { server?: unknown }).server = null
}
