/**
 * Sits between a socket and its reader by `data` events, and hands on the input in portions. Counterparts: the ws
 * library and Node's HTTP server, which read; `gateway/ws/input.ts` and `gateway/http/input.ts`, which say how much.
 * Invariants: order and bytes stay as they are; the rest waits in the socket, so that the end comes after it and TCP
 * pushes back on the peer.
 */
import type { Socket } from 'node:net'
import type { Turns } from './turns.ts'

export type Take = (bytes: Buffer) => {
  /** How many bytes were handed on. */
  readonly taken: number
  /** What the rest waits for: the next turn, or a call of `goOn`. */
  readonly until: 'turn' | 'told'
}

export class SocketInput {
  readonly #socket: Socket
  readonly #turns: Turns
  readonly #take: Take
  #asked = false
  #told = false
  #over = false
  /** Whether the `data` event is that of our own `read`. */
  #reading = false
  /** Bytes put back last. */
  #size = 0
  readonly #readers: ((bytes: Buffer) => void)[]

  readonly #last: ((rest: Buffer) => void) | undefined

  /**
   * @param take hands on a part of the input by `handOn`, and is called again with the rest
   * @param last is given what waits when the socket closes; without it nobody hears of that
   */
  constructor(socket: Socket, turns: Turns, take: Take, last?: (rest: Buffer) => void) {
    this.#last = last
    this.#socket = socket
    this.#turns = turns
    this.#take = take
    this.#readers = socket.listeners('data') as ((bytes: Buffer) => void)[]
    for (const reader of this.#readers) socket.off('data', reader)
    socket.on('data', this.#arrived)
    // After a reset the ws library would take the unread rest all at once.
    socket.prependListener('close', this.#closed)
  }

  /** Gives bytes to the reader. */
  handOn(bytes: Buffer): void {
    for (const reader of this.#readers) reader.call(this.#socket, bytes)
  }

  /** Takes waiting input again. */
  goOn(): void {
    if (!this.#told) return
    this.#told = false
    this.#ask()
  }

  /** Whether bytes wait to be taken. */
  get waits(): boolean {
    return this.#told || this.#asked
  }

  /** Leaves the socket to others. @param rest input not handed on */
  release(rest: Buffer): void {
    this.#over = true
    this.#socket.off('data', this.#arrived)
    this.#socket.off('close', this.#closed)
    if (rest.length > 0) this.#socket.unshift(rest)
  }

  readonly #arrived = (bytes: Buffer): void => {
    if (this.#reading) return
    // Its reader has resumed the socket, or paused and resumed it.
    if (this.#asked || this.#told) return this.#putBack(bytes)
    let atOnce = true
    let served = false
    this.#asked = true
    this.#turns.ask(() => {
      if (!atOnce) return this.#readBack()
      served = true
      this.#serve(bytes)
    })
    atOnce = false
    if (!served) this.#putBack(bytes)
  }

  /** The turn of the bytes that were put back. */
  #readBack(): void {
    if (this.#over || this.#socket.destroyed) return
    this.#reading = true
    // No more than that: the socket would fetch as much again from the kernel, at each turn.
    const bytes = this.#socket.read(this.#size) as Buffer | null
    this.#reading = false
    // Before handing on: a reader that wants no more pauses the socket again.
    this.#socket.resume()
    this.#asked = false
    if (bytes) this.#serve(bytes)
  }

  #serve(bytes: Buffer): void {
    this.#asked = false
    if (this.#over || this.#socket.destroyed) return
    const { taken, until } = this.#take(bytes)
    if (this.#over || this.#socket.destroyed || taken === bytes.length) return
    const rest = bytes.subarray(taken)
    if (this.#socket.isPaused()) return void this.#socket.unshift(rest) // the reader has, and will resume it
    this.#putBack(rest)
    if (until === 'turn') this.#ask()
    else this.#told = true
  }

  #putBack(bytes: Buffer): void {
    this.#size = bytes.length
    this.#socket.pause()
    this.#socket.unshift(bytes)
  }

  #ask(): void {
    this.#asked = true
    this.#turns.ask(() => this.#readBack())
  }

  readonly #closed = (): void => {
    this.#over = true
    this.#socket.off('data', this.#arrived)
    const rest = this.#socket.read() as Buffer | null
    if (rest) this.#last?.(rest)
  }
}
