/**
 * Places for connections to the page's port, of the process's descriptors. Counterparts: `input.ts`, which has the server;
 * `admission/descriptors.ts`.
 * Invariants: who is turned away is answered, or at least counted in the log: nobody goes without a word; only an idle
 * connection makes room, and only for one of its own address, which has all that it may.
 */
import type { Socket } from 'node:net'
import type { Descriptors } from '../../admission/descriptors.ts'
import type { Ticket } from '../../admission/places.ts'
import { LabError } from '../../core/errors.ts'
import { answerText } from './refusals.ts'
import { networkOf } from '../../admission/asker.ts'
import { unmapped } from '#shared/net/address.ts'

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
  readonly #isProxy: (address: string) => boolean
  readonly #placeOf = new WeakMap<Socket, Ticket>()
  readonly #addressOf = new WeakMap<Socket, string>()
  /** Connections without a request under way by their address, the longest idle first. */
  readonly #idle = new Map<string, Set<Socket>>()
  #told = 0
  #turnedAway = 0

  /**
   * @param log gets a line about those turned away
   * @param isProxy whose connections are those of many: what one address may have is no bound for them
   */
  constructor(
    descriptors: Descriptors,
    log: (line: string) => void,
    isProxy: (address: string) => boolean = () => false,
  ) {
    this.#descriptors = descriptors
    this.#log = log
    this.#isProxy = isProxy
  }

  /** Lets a new connection in, or turns it away. */
  letIn(socket: Socket): boolean {
    const address = unmapped(socket.remoteAddress ?? '')
    const bounded = this.#boundOf(address)
    if (bounded !== undefined && this.#descriptors.isFull('pages', DESCRIPTORS, bounded)) this.#closeIdle(address)
    const place = this.#descriptors.take('pages', DESCRIPTORS, bounded)
    if (!place) {
      this.#turnAway(socket)
      return false
    }
    this.#placeOf.set(socket, place)
    this.#addressOf.set(socket, address)
    this.idle(socket)
    socket.once('close', () => {
      this.busy(socket)
      this.#placeOf.get(socket)?.giveBack()
    })
    return true
  }

  /** What is let in is a connection over TLS from here on. It closes with the one below. */
  carries(carrier: Socket, socket: Socket): void {
    const address = this.#addressOf.get(carrier)
    const place = this.#placeOf.get(carrier)
    if (address === undefined || !place) return
    this.busy(carrier)
    this.#addressOf.delete(carrier)
    this.#placeOf.delete(carrier)
    this.#addressOf.set(socket, address)
    this.#placeOf.set(socket, place)
    this.idle(socket)
    socket.once('close', () => {
      this.busy(socket)
      this.#placeOf.get(socket)?.giveBack()
    })
  }

  /** Nothing is under way in it, or no more. */
  idle(socket: Socket): void {
    const address = this.#addressOf.get(socket)
    if (address === undefined || socket.destroyed) return
    const network = networkOf(address)
    this.#idle.set(network, (this.#idle.get(network) ?? new Set()).add(socket))
  }

  /** A request is under way in it, or it is gone. */
  busy(socket: Socket): void {
    const network = networkOf(this.#addressOf.get(socket) ?? '')
    const idle = this.#idle.get(network)
    if (idle?.delete(socket) && idle.size === 0) this.#idle.delete(network)
  }

  /** It is a WebSocket now, which has no files. */
  upgraded(socket: Socket): void {
    this.busy(socket)
    const before = this.#placeOf.get(socket)
    if (!before) return
    before.giveBack()
    const place = this.#descriptors.take('pages', 1, this.#boundOf(this.#addressOf.get(socket)))
    if (place) this.#placeOf.set(socket, place)
  }

  #boundOf(address: string | undefined): string | undefined {
    return address === undefined || this.#isProxy(address) ? undefined : address
  }

  /** Closes the one of an address that has been idle longest. Its place is free at once, since destroy closes the descriptor. */
  #closeIdle(address: string): void {
    const [longest] = this.#idle.get(networkOf(address)) ?? []
    if (!longest) return
    longest.destroy()
    this.busy(longest)
    this.#placeOf.get(longest)?.giveBack()
  }

  #turnAway(socket: Socket): void {
    this.#count()
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
    const full = new LabError('no-descriptors', { limit: this.#descriptors.all })
    socket.end(answerText(full, { 'retry-after': String(RETRY_AFTER_S) }))
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
