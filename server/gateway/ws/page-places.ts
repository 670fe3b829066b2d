/**
 * Places for pages: so many in all, so many from one address. Counterparts: `server.ts`, which asks; `admission/limits.ts`.
 * Invariants: a connection counts from its beginning, before it has said hello; a session keeps its place while its page
 * is away, so that who comes back is never refused because of others.
 */
import type { WebSocket } from 'ws'
import { keyOf } from '../../admission/asker.ts'
import { limitParams, type AdmissionLimits } from '../../admission/limits.ts'
import { forNewcomers, forTeacher, Places, TEACHER, Ticket, type NoPlace } from '../../admission/places.ts'
import type { Who } from '../../commands/who.ts'
import type { Clock } from '../../core/clock.ts'
import { LabError } from '../../core/errors.ts'
import { CLOSE } from '#shared/model/constants.ts'

/** How long a connection may stay without saying who it is; a page says it at once. */
const HELLO_MS = 10_000

export class PagePlaces {
  readonly #limits: AdmissionLimits
  readonly #clock: Clock
  /**
   * Connections that have not said hello. They count apart from pages, since only hello tells who comes back, and has a
   * place.
   */
  readonly #arriving: Places
  readonly #pages: Places
  /** Those connections, who came first first. */
  readonly #silent = new Map<WebSocket, { readonly key: string; readonly arrived: () => void }>()

  constructor(limits: AdmissionLimits, clock: Clock) {
    this.#limits = limits
    this.#clock = clock
    this.#arriving = new Places(limits.pages, [forNewcomers(limits.pages)])
    this.#pages = new Places(limits.pages, [forNewcomers(limits.pages), forTeacher(limits.pages)])
  }

  /**
   * Lets a connection in, until its hello. Returns what to call then; null if there was no place, and it is being closed.
   */
  arrives(socket: WebSocket, address: string): (() => void) | null {
    const asker = this.#asker(address)
    let place = this.#arriving.take(asker)
    if (!(place instanceof Ticket)) {
      this.#makeRoom(place, asker.key)
      place = this.#arriving.take(asker)
    }
    if (!(place instanceof Ticket)) {
      this.#turnAway(socket, place)
      return null
    }
    const own = place
    const cancel = this.#clock.after(HELLO_MS, () => socket.close(CLOSE.malformed, 'no hello'))
    const arrived = (): void => {
      cancel()
      own.giveBack()
      this.#silent.delete(socket)
    }
    this.#silent.set(socket, { key: own.key, arrived })
    socket.on('close', arrived)
    return arrived
  }

  /** The one that has been silent longest goes, of this asker or of all. A page says hello at once: those that do not keep nobody out. */
  #makeRoom(why: NoPlace, key: string): void {
    for (const [socket, one] of this.#silent) {
      if (why !== 'all' && one.key !== key) continue
      one.arrived()
      return this.#turnAway(socket, why)
    }
  }

  /** A place for a new session; null if there is none, and its connection is being closed. */
  session(socket: WebSocket, { address, role }: Pick<Who, 'address' | 'role'>): Ticket | null {
    const place = this.#pages.take(role === 'teacher' ? TEACHER : this.#asker(address))
    if (place instanceof Ticket) return place
    this.#turnAway(socket, place)
    return null
  }

  #asker(address: string) {
    return { key: keyOf({ address }), most: this.#limits.pagesPerAddress }
  }

  /** The reason has room for 123 bytes (RFC 6455, 5.5): the page has the sentence, in its language. */
  #turnAway(socket: WebSocket, why: NoPlace): void {
    const error =
      why === 'asker'
        ? new LabError('too-many-pages-of-address', limitParams('pagesPerAddress', this.#limits))
        : new LabError('too-many-pages', limitParams('pages', this.#limits))
    const { code, params } = error
    socket.close(CLOSE.overloaded, JSON.stringify({ code, params }))
  }
}
