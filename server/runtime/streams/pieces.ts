/**
 * Sends a web participant's bytes, in one write or in pieces that separate reads return at the other end. TCP keeps no
 * such boundaries (RFC 9293, 3.8): one read mostly returns two quick writes together. So the next piece is written only
 * once the program has read all before it, which this process knows because it has both ends. Counterparts:
 * `web-participants.ts`, which calls it; `connection-events.ts`, which reports reads.
 * Invariants: bytes leave in the order of the sends; while the program does not want to read the participant nothing
 * waits here, since the pieces would lie together in the kernel anyway, as anybody's would.
 */
import type { Connection } from '../../endpoints/port.ts'
import { MAX_PIECES } from '#shared/model/constants.ts'

/** The program's end of the same connection. */
export interface PieceReader {
  readonly id: number
  /** Bytes read so far. */
  readonly bytesRead: number
  /** The program reads it, now or as soon as it may. */
  readonly wanted: boolean
  /** Called after each read, and when `wanted` becomes false. */
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

  /**
   * @param endOfTurn calls back at the end of this turn of the event loop, so that each piece gets a wake-up of its own
   */
  constructor(connection: Connection, reader: PieceReader, endOfTurn: (callback: () => void) => void) {
    this.#connection = connection
    this.#reader = reader
    this.#endOfTurn = endOfTurn
  }

  /** Too many pieces wait to accept more now. */
  get full(): boolean {
    return this.#waiting.length >= MAX_PIECES
  }

  /** Bytes that wait until the program has read those before them. */
  get queued(): number {
    return this.#waiting.reduce((sum, piece) => sum + piece.length, 0)
  }

  /** @param cuts offsets where a piece ends and the next begins, rising, each within the bytes */
  send(bytes: Uint8Array, cuts: readonly number[]): void {
    // An uncut send waits only for pieces before it.
    if (cuts.length === 0 && this.#waiting.length === 0) return this.#send(bytes)
    const ends = [...cuts, bytes.length]
    for (const [i, end] of ends.entries()) this.#waiting.push(bytes.subarray(ends[i - 1] ?? 0, end))
    this.#reader.onRead ??= () => this.#plan()
    this.#go()
  }

  /** Calls `then` once everything before has been sent. */
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
