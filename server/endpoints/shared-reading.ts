/**
 * Lets a child process read a socket that this process goes on writing to: both hold it, as after fork (POSIX fork:
 * "open file descriptors refer to the same open file description"). Counterpart: `reader-child.mjs`.
 * Invariant: this process never reads the socket again; the child is gone when the reading is.
 */
import { fork } from 'node:child_process'
import type { Socket } from 'node:net'

export type FromReader = { type: 'read'; bytes: Uint8Array } | { type: 'ended' } | { type: 'failed'; errno: string }

export interface SharedReadingHandlers {
  read(bytes: Uint8Array): void
  ended(): void
  failed(errno: string): void
  /** The child died before the stream ended: its exit code or the signal that ended it. */
  died(how: string): void
}

export interface SharedReading {
  readonly pid: number
  /** Lets the child read once more. */
  more(): void
  /** Ends the child. */
  stop(): void
}

/** Starts the child and hands it the socket, paused. Rejects when no process can be started. */
export function readInChild(socket: Socket, handlers: SharedReadingHandlers): Promise<SharedReading> {
  const child = fork(new URL('./reader-child.mjs', import.meta.url), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let over = false
  const end = (tell: () => void) => {
    if (over) return
    over = true
    tell()
  }
  child.on('message', (message: FromReader) => {
    if (message.type === 'read') handlers.read(message.bytes)
    else if (message.type === 'ended') end(() => handlers.ended())
    else end(() => handlers.failed(message.errno))
  })
  child.on('exit', (code, signal) => end(() => handlers.died(signal ?? `exit ${code}`)))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () => {
      child.off('error', reject)
      child.on('error', (error) => end(() => handlers.died(error.message)))
      detach(socket)
      child.send({}, socket, { keepOpen: true })
      resolve({
        pid: child.pid ?? 0,
        more: () => {
          if (child.connected) child.send('more')
        },
        stop: () => {
          over = true
          if (child.connected) child.disconnect()
        },
      })
    })
  })
}

/**
 * Node counts a socket of a server that is sent to a child as the child's, and the server's close then waits for the child
 * for ever if that was killed. This process keeps the socket, and closes it: nothing needs to be counted elsewhere.
 */
function detach(socket: Socket): void {
  ;(socket as Socket & { server?: unknown }).server = null
}
