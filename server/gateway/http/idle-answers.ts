/**
 * Ends connections whose peer takes nothing of its answer. Counterpart: `answers.ts`, which names the connections.
 * Invariant: a connection ends only after bytes have waited in it for the whole time-out and the kernel took none;
 * neither the total time of an answer counts, nor what the peer sends meanwhile.
 */
import type { Socket } from 'node:net'
import type { Clock } from '../../core/clock.ts'

/** Looks per time-out. */
const LOOKS = 8

/** Node's unpublished figures about a socket's writes; `socket.setTimeout` uses the same. */
type Writing = Socket & { _handle?: { bytesWritten: number; writeQueueSize: number } | null }

interface Watched {
  answers: number
  /** Bytes that the kernel had taken at the last look. */
  taken: number
  /** Microseconds of the clock. */
  since: number
}

export class IdleAnswers {
  readonly #idleMs: number
  readonly #watched = new Map<Socket, Watched>()
  readonly #clock: Clock
  #stop: (() => void) | null = null

  constructor(idleMs: number, clock: Clock) {
    this.#idleMs = idleMs
    this.#clock = clock
  }

  /** Watches an answer on this connection, until the returned function is called. */
  watch(socket: Socket): () => void {
    const watched = this.#watched.get(socket) ?? { answers: 0, taken: taken(socket), since: this.#clock.micros() }
    watched.answers += 1
    this.#watched.set(socket, watched)
    this.#plan()
    return () => {
      watched.answers -= 1
      if (watched.answers === 0 && this.#watched.get(socket) === watched) this.forget(socket)
    }
  }

  /** Forgets a closed connection and its answers. */
  forget(socket: Socket): void {
    this.#watched.delete(socket)
    if (this.#watched.size > 0) return
    this.#stop?.()
    this.#stop = null
  }

  #plan(): void {
    this.#stop ??= this.#clock.after(this.#idleMs / LOOKS, () => this.#look())
  }

  #look(): void {
    this.#stop = null
    const now = this.#clock.micros()
    for (const [socket, watched] of this.#watched) {
      const bytes = taken(socket)
      // Nothing waits for the peer while the lab is still making the answer, or reading it from the disk.
      if (bytes !== watched.taken || !waits(socket)) {
        watched.taken = bytes
        watched.since = now
      } else if (now - watched.since >= this.#idleMs * 1000) socket.resetAndDestroy()
    }
    if (this.#watched.size > 0) this.#plan()
  }
}

function taken({ _handle: handle }: Writing): number {
  return handle ? handle.bytesWritten - handle.writeQueueSize : 0
}

function waits(socket: Writing): boolean {
  return (socket._handle?.writeQueueSize ?? 0) > 0 || socket.writableLength > 0
}
