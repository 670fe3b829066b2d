/**
 * Places for connections to the page's port, of the process's descriptors. Counterparts: `input.ts`, which has the server;
 * `admission/descriptors.ts`.
 * Invariant: who is turned away is answered, or at least counted in the log: nobody goes without a word.
 */
import type { Socket } from 'node:net'
import type { Descriptors } from '../../admission/descriptors.ts'
import type { Ticket } from '../../admission/places.ts'
import { LabError } from '../../core/errors.ts'
import { own } from '../../core/own.ts'

/** Each connection may be answered with a file, which takes one more. */
const DESCRIPTORS = 2
/** Turned away, and still being told so, out of what is reserved; others are closed at once. */
const MOST_TOLD = 16
const TELL_MS = 1000
const RETRY_AFTER_S = 5
/** At most one line a second in the log. */
const LOG_MS = 1000

export class ConnectionPlaces {
  readonly #descriptors: Descriptors
  readonly #log: (line: string) => void
  readonly #placeOf = new WeakMap<Socket, Ticket>()
  #told = 0
  #turnedAway = 0

  /** @param log gets a line about those turned away */
  constructor(descriptors: Descriptors, log: (line: string) => void) {
    this.#descriptors = descriptors
    this.#log = log
  }

  /** Lets a new connection in, or turns it away. */
  letIn(socket: Socket): boolean {
    const place = this.#descriptors.take('pages', DESCRIPTORS)
    if (!place) {
      this.#turnAway(socket)
      return false
    }
    this.#placeOf.set(socket, place)
    socket.once('close', () => this.#placeOf.get(socket)?.giveBack())
    return true
  }

  /** It is a WebSocket now, which has no files. */
  upgraded(socket: Socket): void {
    const before = this.#placeOf.get(socket)
    if (!before) return
    before.giveBack()
    const place = this.#descriptors.take('pages')
    if (place) this.#placeOf.set(socket, place)
  }

  #turnAway(socket: Socket): void {
    this.#count()
    own(socket)
    if (this.#told >= MOST_TOLD) return void socket.destroy()
    this.#told++
    // Its request is read, and dropped: the kernel would answer what is not read by RST, and the answer would be lost.
    const timer = setTimeout(() => socket.destroy(), TELL_MS)
    socket.on('close', () => {
      clearTimeout(timer)
      this.#told--
    })
    socket.on('end', () => socket.destroy())
    socket.resume()
    const body = JSON.stringify(new LabError('no-descriptors', { limit: this.#descriptors.all }).body())
    socket.end(
      `HTTP/1.1 503 Service Unavailable\r\nretry-after: ${RETRY_AFTER_S}\r\ncontent-type: application/json; charset=utf-8\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    )
  }

  #count(): void {
    if (this.#turnedAway++ > 0) return
    setTimeout(() => {
      this.#log(
        `no descriptor was left (limit ${this.#descriptors.all}): ${this.#turnedAway} connections to the page refused`,
      )
      this.#turnedAway = 0
    }, LOG_MS).unref()
  }
}
