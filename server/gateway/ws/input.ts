/**
 * Limits the speed of one WebSocket: reads so many frames a turn of the event loop, so many a second, and none while
 * too much is under way for it. Nobody is closed for speed: unread frames stay with the peer's TCP. Counterparts: the
 * ws library, which parses the frames; `server.ts`, whose gate decides.
 * Invariant: the ws library never has more than one whole frame at a time, so that reading can stop after any frame.
 */
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { FrameCutter } from './frames.ts'
import {
  BYTES_A_TURN,
  CLOSE_MS,
  FRAMES_A_SECOND,
  FRAMES_A_TURN,
  FRAMES_AT_ONCE,
  PORTION_MS,
  RATE_PAUSE_MS,
} from '../turns/limits.ts'
import { MAX_MESSAGE } from '#shared/model/constants.ts'
import { SocketInput } from '../turns/socket-input.ts'
import { TokenBucket } from './token-bucket.ts'
import type { Turns } from '../turns/turns.ts'

/** Options of the ws library. Its own limits are off, since it would close the connection: this module counts. */
export const WEBSOCKETS = {
  maxPayload: MAX_MESSAGE,
  maxFragments: 0,
  maxPendingAutoPongs: 0,
  perMessageDeflate: false,
  closeTimeout: CLOSE_MS,
}

/** What is under way for a page. */
export interface Gate {
  /** Whether too much is under way for another request. */
  readonly full: boolean
}

export class PageInput {
  readonly #webSocket: WebSocket
  readonly #turns: Turns
  readonly #gate: Gate
  readonly #input: SocketInput
  readonly #cutter = new FrameCutter()
  readonly #bucket = new TokenBucket(FRAMES_A_SECOND, FRAMES_AT_ONCE, performance.now())
  /** What has been handed on in the turn of this number. */
  #turn = -1
  #frames = 0
  #bytes = 0
  /** The current frame has been counted. */
  #paid = false
  #broken = false
  #timer: NodeJS.Timeout | null = null

  /** @param raw the connection of a new WebSocket, nothing of it read yet */
  constructor(webSocket: WebSocket, raw: Socket, turns: Turns, gate: Gate) {
    this.#webSocket = webSocket
    this.#turns = turns
    this.#gate = gate
    this.#input = new SocketInput(
      raw,
      turns,
      (bytes) => this.#take(bytes),
      (rest) => this.#hearLast(rest),
    )
    webSocket.on('error', () => (this.#broken = true))
    webSocket.on('close', () => this.#timer && clearTimeout(this.#timer))
    raw.on('drain', () => this.goOn())
  }

  /** The gate may be open again. */
  goOn(): void {
    if (this.#timer === null && !this.#gate.full) this.#input.goOn()
  }

  /** Whether unread bytes of the peer wait. */
  get waits(): boolean {
    return this.#input.waits
  }

  #take(bytes: Buffer): { taken: number; until: 'turn' | 'told' } {
    if (this.#turn !== this.#turns.number) {
      this.#turn = this.#turns.number
      this.#frames = this.#bytes = 0
    }
    const end = performance.now() + PORTION_MS
    let taken = 0
    while (taken < bytes.length) {
      // After a close frame, or one that is broken, nothing counts: it is dropped.
      if (this.#cutter.closed || this.#broken) return { taken: bytes.length, until: 'turn' }
      if (this.#frames >= FRAMES_A_TURN || this.#bytes >= BYTES_A_TURN || performance.now() > end) {
        return { taken, until: 'turn' }
      }
      if (!this.#may()) return { taken, until: 'told' }
      const room = taken + BYTES_A_TURN - this.#bytes
      const { end: at, whole } = this.#cutter.next(bytes.subarray(0, room), taken)
      this.#bytes += at - taken
      if (whole) {
        this.#frames++
        this.#paid = false
      }
      const piece = bytes.subarray(taken, at)
      taken = at
      this.#input.handOn(piece)
    }
    return { taken, until: 'turn' }
  }

  /** A tab that closes says so last. What it had asked for before counts no more. */
  #hearLast(rest: Buffer): void {
    for (let at = 0, begin = 0; at < rest.length && !this.#cutter.closed && !this.#broken;) {
      const { end, whole } = this.#cutter.next(rest, at)
      if (this.#cutter.closed) this.#input.handOn(rest.subarray(begin, end))
      if (whole) begin = end
      at = end
    }
  }

  /** Whether one more frame may be handed on. A closing WebSocket still gets its own close frame. */
  #may(): boolean {
    if (this.#gate.full && this.#webSocket.readyState === this.#webSocket.OPEN) return false
    if (this.#paid) return true
    this.#paid = this.#bucket.take(performance.now())
    if (!this.#paid) this.#pause()
    return this.#paid
  }

  #pause(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.goOn()
    }, RATE_PAUSE_MS)
  }
}
