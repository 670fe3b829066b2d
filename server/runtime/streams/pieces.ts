/**
 * Sends what a web participant says, in one write or in pieces that come out of separate reads at the other end.
 * TCP keeps no such boundaries (RFC 9293, 3.8): two writes of one moment are most often read together. So the next piece is
 * written only when the program has read all before it. Both ends are in this process, which is why that can be known.
 * Counterparts: `web-participants.ts`, which is told what to send; `connection-events.ts`, which tells of reads.
 * Invariants: bytes leave in the order in which they were said; while the program does not want to read the participant
 * nothing waits here, since the pieces would lie together in the kernel anyway, as they would for anybody.
 */
import type { Connection } from '../../endpoints/port.ts'
import { MAX_PIECES } from '#shared/model/constants.ts'

/** The end that the program has of the same connection. */
export interface PieceReader {
  readonly id: number
  /** Bytes read so far. */
  readonly bytesRead: number
  /** The program reads it, now or as soon as it may. */
  readonly wanted: boolean
  /** To be called after each read, and when `wanted` becomes false. */
  onRead: (() => void) | null
}

export class PieceSender {
  readonly #connection: Connection
  readonly #reader: PieceReader
  readonly #endOfTurn: (callback: () => void) => void
  #waiting: Uint8Array[] = []
  #sent = 0
  #planned = false
  #then: (() => void) | null = null

  /** @param endOfTurn calls back when this turn of the event loop is over: each piece is to be a wake-up of its own */
  constructor(connection: Connection, reader: PieceReader, endOfTurn: (callback: () => void) => void) {
    this.#connection = connection
    this.#reader = reader
    this.#endOfTurn = endOfTurn
  }

  /** So many pieces wait that nothing more is to be said for now. */
  get full(): boolean {
    return this.#waiting.length >= MAX_PIECES
  }

  /** Bytes that wait for those before them to be read. */
  get queued(): number {
    return this.#waiting.reduce((sum, piece) => sum + piece.length, 0)
  }

  /** @param cuts offsets where a piece ends and the next begins, rising, each within the bytes */
  send(bytes: Uint8Array, cuts: readonly number[]): void {
    // What is said plainly waits for nothing but pieces before it.
    if (cuts.length === 0 && this.#waiting.length === 0) return this.#send(bytes)
    const ends = [...cuts, bytes.length]
    for (const [i, end] of ends.entries()) this.#waiting.push(bytes.subarray(ends[i - 1] ?? 0, end))
    this.#reader.onRead ??= () => this.#plan()
    this.#go()
  }

  /** Calls `then` when everything said before has been sent. */
  then(then: () => void): void {
    this.#then = then
    this.#go()
  }

  #go(): void {
    while (this.#waiting.length > 0) {
      if (this.#reader.wanted && this.#reader.bytesRead < this.#sent) return
      this.#send(this.#waiting.shift()!)
    }
    this.#reader.onRead = null
    this.#then?.()
    this.#then = null
  }

  #plan(): void {
    if (this.#planned) return
    this.#planned = true
    this.#endOfTurn(() => {
      this.#planned = false
      this.#go()
    })
  }

  #send(bytes: Uint8Array): void {
    this.#sent += bytes.length
    this.#connection.send(bytes)
  }
}
