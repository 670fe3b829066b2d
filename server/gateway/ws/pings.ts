/**
 * Ends the connections of pages that have gone without a word: a closed laptop, a network that is cut. One timer pings
 * them all. Counterpart: `server.ts`. Invariant: a page that answers its pings stays; one that answers none is gone after 20 s.
 */
import type { WebSocket } from 'ws'
import type { Clock } from '../../core/clock.ts'

/** A page that has not answered one ping by the next is gone. */
const PING_MS = 10_000

interface Pinged {
  /** Whether bytes of the peer wait unread, its pong perhaps among them. */
  readonly isHeld: () => boolean
  owes: boolean
}

export class Pings {
  readonly #clock: Clock
  readonly #pages = new Map<WebSocket, Pinged>()
  #stop: (() => void) | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Pings it from now on, until it is closed. */
  add(socket: WebSocket, isHeld: () => boolean): void {
    const page = { isHeld, owes: false }
    this.#pages.set(socket, page)
    socket.on('pong', () => (page.owes = false))
    socket.once('close', () => {
      this.#pages.delete(socket)
      if (this.#pages.size === 0) this.#rest()
    })
    this.#plan()
  }

  #plan(): void {
    this.#stop ??= this.#clock.after(PING_MS, () => {
      this.#stop = null
      this.#plan()
      for (const [socket, page] of this.#pages) {
        if (page.owes && !page.isHeld()) {
          socket.terminate()
        } else {
          page.owes = true
          socket.ping()
        }
      }
    })
  }

  #rest(): void {
    this.#stop?.()
    this.#stop = null
  }
}
