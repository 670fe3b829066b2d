/**
 * Keeps the sessions: connects sockets to them, validates every message, ends those whose tab is gone.
 * Counterparts: `session.ts`; RFC 6455 for the frames, which the ws library speaks.
 */
import { Compile } from 'typebox/compile'
import type { Socket } from 'node:net'
import type { RawData, WebSocket } from 'ws'
import type { AdmissionLimits } from '../../admission/limits.ts'
import type { Clock } from '../../core/clock.ts'
import { personOf, type Role, type Who } from '../../commands/who.ts'
import type { Student } from '../../commands/command.ts'
import { LabError } from '../../core/errors.ts'
import { CLOSE, PROTOCOL } from '#shared/model/constants.ts'
import { ClientMessage } from '#shared/protocol/messages.ts'
import type { ClassPerson } from '../wall/people.ts'
import { classPeople } from './class-people.ts'
import { Departures } from './departures.ts'
import { MALFORMED_IN_A_ROW, TOO_MUCH_TO_ASK } from '../turns/limits.ts'
import { Entrance, type Hello, type Refusal } from './entrance.ts'
import { PageInput } from './input.ts'
import { hearLastWords } from './last-words.ts'
import { PagePlaces } from './page-places.ts'
import { People } from './people.ts'
import { Pings } from './pings.ts'
import { sendTo, Session, type SessionParts } from './session.ts'

/** A closed tab says so (1001): its participants leave soon, but a reload has time to come back. */
const RELOAD_MS = 5000
/** A cut of the network gives no notice: the participants wait. */
const CUT_MS = 60_000
/** How long a page may take to answer 1001: one that is asleep never does. */
const LAST_MS = 1000

const checker = Compile(ClientMessage)

export class Sessions {
  readonly #parts: SessionParts
  readonly #sessions = new Map<string, Session>()
  /** Keys of their downloads. */
  readonly #downloads = new Set<string>()
  readonly #clock: Clock
  readonly #departures: Departures
  readonly #entrance: Entrance
  readonly #people = new People()
  readonly #places: PagePlaces
  /** Cancels the end of a session whose tab is gone. */
  readonly #leaving = new Map<Session, () => void>()
  readonly #pings: Pings
  readonly #sockets = new Set<WebSocket>()
  #closed: (() => void) | null = null
  /**
   * The newest number of a page. They start from the clock, so that no event of an earlier process names a page of this
   * one.
   */
  #pages: number

  constructor(parts: SessionParts, clock: Clock, limits: AdmissionLimits) {
    this.#parts = parts
    this.#clock = clock
    this.#pages = clock.now()
    this.#pings = new Pings(clock)
    this.#entrance = new Entrance(parts.commands.access, clock)
    parts.commands.access.onChange(() => {
      for (const session of this.#sessions.values()) session.tellAccess()
    })
    this.#places = new PagePlaces(limits, clock)
    this.#departures = new Departures(clock, (page) => parts.commands.pageGone(page))
  }

  /**
   * @param raw the connection of the WebSocket, nothing of it read yet
   * @param address the peer's @param roleOf the role for the teacher's key of a `hello`, or for none
   */
  accept(socket: WebSocket, raw: Socket, address: string, roleOf: (key: string | undefined) => Role): void {
    hearLastWords(raw)
    socket.on('error', () => socket.terminate()) // a broken frame; ws has already said 1002, 1007 or 1009
    this.#sockets.add(socket)
    socket.once('close', () => this.#gone(socket))
    let session: Session | null = null
    let malformed = 0
    /** Its code is being looked at. */
    let entering = false
    const reads = (): boolean => socket.bufferedAmount <= TOO_MUCH_TO_ASK
    const input = new PageInput(socket, raw, this.#parts.turns, {
      get full() {
        return !reads() || session?.full === true
      },
    })
    // Who is turned away is read at the pace of everybody else, until it is gone.
    const arrived = this.#places.arrives(socket, address)
    if (!arrived) return
    this.#pings.add(socket, () => input.waits && reads())
    socket.on('message', (data: RawData, isBinary: boolean) => {
      if (socket.readyState !== socket.OPEN) return
      if (isBinary) return socket.close(CLOSE.unsupported, 'text frames only')
      // Ignores a connection whose session a newer one has taken up.
      if (session && !session.isOn(socket)) return
      const message = parse(data)
      const fits = message && (session || message.type === 'hello')
      malformed = fits ? 0 : malformed + 1
      if (malformed >= MALFORMED_IN_A_ROW)
        return socket.close(CLOSE.malformed, `${malformed} malformed messages in a row`)
      if (!fits) return isOtherHello(data) ? askToReload(socket) : refuse(socket, refOf(data))
      if (session) return session.receive(message)
      if (message.type !== 'hello' || entering) return
      arrived()
      const from = { address, role: roleOf(message.teacher) }
      const comesIn = (why: Refusal | null): void => {
        entering = false
        if (why !== null) return tellOutside(socket, why)
        session = this.#hello(socket, from, message)
        if (session) session.onRoom = () => input.goOn()
      }
      const waits = (): boolean => socket.readyState === socket.OPEN
      const why = this.#isIn(message) ? null : this.#entrance.admit(from, message, waits)
      if (!(why instanceof Promise)) return comesIn(why)
      entering = true
      void why.then((told) => waits() && comesIn(told))
    })
    socket.on('close', (code) => {
      if (session?.detach(socket) && !this.#closed)
        this.#leave(session, code === 1000 || code === 1001 ? RELOAD_MS : CUT_MS)
    })
  }

  /** It comes back to a session that it had when it was in. */
  #isIn({ session }: Hello): boolean {
    return session !== undefined && this.#sessions.has(session)
  }

  #gone(socket: WebSocket): void {
    this.#sockets.delete(socket)
    if (this.#closed && this.#sockets.size === 0) this.#closed()
  }

  /** Those that are connected. */
  *pages(): Iterable<Session> {
    for (const session of this.#sessions.values()) if (session.connected) yield session
  }

  /** Those who are in the class, each with what is theirs. */
  people(): Iterable<ClassPerson> {
    return classPeople(this.#sessions.values(), this.#parts.commands, this.#parts.hands)
  }

  /** Those of them who are here, each with one of its pages. */
  *students(): Iterable<Student> {
    const pages = new Map<string, Session>()
    for (const session of this.pages()) pages.set(session.person, session)
    for (const { key, name } of this.people()) {
      const page = pages.get(key)
      if (page) yield { who: page.who, name }
    }
  }

  /** Whether an address with this key is of a page that is in. */
  isDownload(key: string): boolean {
    return this.#downloads.has(key)
  }

  /** The page of a session; null for an unknown one. */
  whoOf(token: string): Who | null {
    return this.#sessions.get(token)?.who ?? null
  }

  /** The lab stops: closes every connection with its reason. Resolves when they are gone, after a second at the latest. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#closed = resolve
    for (const cancel of this.#leaving.values()) cancel()
    this.#departures.close()
    this.#entrance.close()
    for (const socket of this.#sockets) socket.close(CLOSE.goingAway, 'the lab stops')
    for (const session of this.#sessions.values()) session.expire()
    if (this.#sockets.size === 0) return
    const cancel = this.#clock.after(LAST_MS, () => {
      for (const socket of this.#sockets) socket.terminate()
    })
    await promise
    cancel()
  }

  /** Null where there is no place for a new session. */
  #hello(socket: WebSocket, from: Pick<Who, 'address' | 'role'>, { session: token, browser }: Hello): Session | null {
    const known = token === undefined ? undefined : this.#sessions.get(token)
    const found = known ?? this.#places.session(socket, from)
    if (!found) return null
    // Of a session that has expired its number may be left.
    const left = token === undefined ? null : this.#departures.returned(token)
    // Whose it is stays, whatever its connections say: a session of many browsers would be many people, and each gets a pass.
    const session =
      found instanceof Session
        ? found
        : new Session(this.#parts, left ?? ++this.#pages, found, { browser, ...this.#people.of(browser) })
    this.#sessions.set(session.token, session)
    this.#downloads.add(session.downloads)
    this.#leaving.get(session)?.()
    this.#leaving.delete(session)
    session.attach(socket, from, known !== undefined)?.close(CLOSE.takenUp, 'taken up by a newer connection')
    return session
  }

  #leave(session: Session, ms: number): void {
    this.#departures.left(session.token, session.page)
    const expire = () => {
      this.#leaving.delete(session)
      this.#sessions.delete(session.token)
      this.#downloads.delete(session.downloads)
      session.expire()
      this.#parts.follow.gone(session)
      this.#without(personOf(session.who))
    }
    this.#leaving.set(session, this.#clock.after(ms, expire))
  }

  /** A session is this person's no more. Without another one the person has gone for good. */
  #without(person: string): void {
    if ([...this.#sessions.values()].some(({ who }) => personOf(who) === person)) return
    this.#parts.screen.gone(person)
    this.#parts.hands.lower(person)
  }
}

function parse(data: RawData): ClientMessage | null {
  try {
    const message: unknown = JSON.parse((data as Buffer).toString('utf8'))
    return checker.Check(message) ? message : null
  } catch {
    return null
  }
}

/** Whether it is the `hello` of a page that was loaded from a lab of another version. */
function isOtherHello(data: RawData): boolean {
  try {
    const message = JSON.parse(String(data)) as { type?: unknown; protocol?: unknown } | null
    return message?.type === 'hello' && typeof message.protocol === 'number' && message.protocol !== PROTOCOL
  } catch {
    return false
  }
}

const askToReload = (socket: WebSocket): void => sendTo(socket, JSON.stringify({ type: 'reload', protocol: PROTOCOL }))

/** The `ref` of a message that is malformed otherwise: whoever sent it waits for the answer to it. */
function refOf(data: RawData): number | null {
  try {
    const { ref } = JSON.parse(String(data)) as { ref?: unknown }
    return Number.isSafeInteger(ref) && (ref as number) > 0 ? (ref as number) : null
  } catch {
    return null
  }
}

function refuse(socket: WebSocket, ref: number | null): void {
  const detail = 'a message of docs/protocol.md is expected, hello first'
  sendTo(socket, JSON.stringify({ type: 'failed', ref, error: new LabError('bad-message', { detail }).body() }))
}

/** The page has the sentence, in its language. Counterpart: web/connection/refusal.ts. */
function tellOutside(socket: WebSocket, why: Refusal): void {
  const { code, params } = new LabError(why)
  socket.close(why === 'overloaded' ? CLOSE.overloaded : CLOSE.outside, JSON.stringify({ code, params }))
}
