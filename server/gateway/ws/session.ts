/**
 * One browser tab: its identity, watches, requests and answers. It outlives its connection for a while, so that
 * participants survive a reload or a cut. Counterparts: `server.ts`, which keeps them; `shared/protocol/messages.ts`.
 * Invariant: a request is carried out once, however often its `ref` is sent.
 */
import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { Ticket } from '../../admission/places.ts'
import { LabError, toLabError } from '../../core/errors.ts'
import type { OwnParticipant } from '../../commands/own.ts'
import { personOf, type Who } from '../../commands/who.ts'
import type { ClientMessage, LabInfo, Mine, ServerMessage } from '#shared/protocol/messages.ts'
import { CLOSE, RUNS_PAGE } from '#shared/model/constants.ts'
import type { GuideStep } from '#shared/protocol/wall.ts'
import { ClassRequests, type ClassPage, type ClassParts } from './class-requests.ts'
import { Answers } from './answers.ts'
import { ANSWERS_KEPT, MOST_BUFFERED, REQUESTS_UNDER_WAY } from '../turns/limits.ts'
import { commandOf, isOfClass, type Request } from './requests.ts'
import { EventStreams, type StreamingPage, type EventStreamParts } from './event-streams.ts'

export interface SessionParts extends EventStreamParts, ClassParts {
  readonly info: () => LabInfo
  /** A failure that no person caused: for the log. */
  readonly failed: (error: unknown) => void
}

/** Absent where the browser does not say. */
export interface Whose {
  readonly browser?: string | undefined
  readonly person?: number
}

export class Session implements StreamingPage, ClassPage {
  readonly token = randomBytes(18).toString('base64url')
  /** Stands in addresses of downloads, which name no session: it lets them in as long as this session lasts, and gives no role. */
  readonly downloads = randomBytes(18).toString('base64url')
  /** The number by which others see it. */
  readonly page: number
  readonly #parts: SessionParts
  readonly #place: Ticket
  readonly #browser: string | undefined
  readonly who: { -readonly [K in keyof Who]: Who[K] }
  readonly #streams: EventStreams
  readonly #class: ClassRequests
  readonly #answers = new Answers(ANSWERS_KEPT)
  /** Requests with a `ref` that are being carried out. */
  #underWay = 0
  #socket: WebSocket | null = null

  /** @param place given back when it expires @param whose the browser that said the first hello, and its person */
  constructor(parts: SessionParts, page: number, place: Ticket, whose: Whose = {}) {
    this.#parts = parts
    this.page = page
    this.#place = place
    const { browser, person } = whose
    this.#browser = browser
    this.who = { page, address: '', role: 'onlooker', ...(person !== undefined && { person }) }
    this.#streams = new EventStreams(parts, this)
    this.#class = new ClassRequests(parts, this)
  }

  /** Called when a request is done. */
  onRoom: () => void = () => {}

  /** Too much is under way for another request. */
  get full(): boolean {
    return this.#underWay + this.#streams.underWay >= REQUESTS_UNDER_WAY
  }

  get buffered(): number {
    return this.#socket?.bufferedAmount ?? 0
  }

  get person(): string {
    return personOf(this.who)
  }

  /** How far its page is in a guide. */
  get step(): GuideStep | null {
    return this.#class.step
  }

  get leads(): boolean {
    return this.#parts.commands.rightsOf(this.who.role)['show'] === 'any'
  }

  get teaches(): boolean {
    return this.who.role === 'teacher'
  }

  get connected(): boolean {
    return this.#socket !== null
  }

  /** Takes up a connection. Answers `hello`. */
  attach(socket: WebSocket, { address, role }: Pick<Who, 'address' | 'role'>, resumed: boolean): WebSocket | null {
    const before = this.#socket
    this.who.address = address
    this.who.role = role
    this.#streams.stopAll()
    this.#class.away()
    this.#socket = socket
    const { lab, commands, states, info } = this.#parts
    const mine = commands.participantsOf(this.who).map(mineOf)
    const rights = { role, rights: commands.rightsOf(role), ownRuns: [...commands.runsOf(this.who)] }
    const pass = commands.access.passFor(this.#browser)
    const about = {
      session: this.token,
      page: this.page,
      resumed,
      mine,
      ...rights,
      ...(pass !== null && { pass, downloads: this.downloads }),
      lab: info(),
    }
    this.send({ type: 'welcome', ...about, ...lab.page(RUNS_PAGE) })
    this.#class.greet()
    this.tellAccess()
    states.add(this)
    states.wake()
    return before
  }

  /** Whether this is the session's current connection. */
  isOn(socket: WebSocket): boolean {
    return this.#socket === socket
  }

  /** The connection is gone; the session may go on without one. */
  detach(socket: WebSocket): boolean {
    if (this.#socket !== socket) return false
    this.#socket = null
    this.#streams.stopAll()
    this.#class.away()
    this.#parts.states.remove(this)
    return true
  }

  /** Nobody came back: disconnects its web participants. */
  expire(): void {
    this.#place.giveBack()
    this.#parts.commands.sessionOver(this.who)
  }

  /** Whether newcomers are let in, and to the teacher by which code. */
  tellAccess(): void {
    const { access } = this.#parts.commands
    if (!access.exists) return
    const pin = this.who.role === 'teacher' && access.pin !== null ? { pin: access.pin } : {}
    this.send({ type: 'access', locked: access.locked, ...pin })
  }

  send(message: ServerMessage): void {
    this.sendJson(JSON.stringify(message))
  }

  pump(now: number): boolean {
    return this.#streams.pump(now)
  }

  get behind(): boolean {
    return this.#streams.behind
  }

  watches(run: string): boolean {
    return this.#streams.has(run)
  }

  unwatch(run: string): void {
    this.#streams.stop(run)
  }

  receive(message: ClientMessage): void {
    switch (message.type) {
      case 'hello':
        return
      case 'watch':
        return this.#streams.ask(message)
      case 'unwatch':
        return this.unwatch(message.run)
      default:
        if ('ref' in message) void this.#request(message)
        else this.#class.hear(message)
    }
  }

  sendJson(json: string | Buffer): void {
    if (this.#socket) sendTo(this.#socket, json)
  }

  failed(error: unknown): void {
    this.send(this.#failure(null, error))
  }

  answered(): void {
    this.onRoom()
  }

  async #request(message: Request): Promise<void> {
    const { ref } = message
    const known = this.#answers.of(ref)
    if (known === 'under way') return
    if (known === 'forgotten') {
      const detail = `ref ${ref} comes too long after higher ones: if it was carried out, its answer is no longer kept`
      return this.send(this.#failure(ref, new LabError('bad-message', { detail })))
    }
    if (known !== 'new') return this.send(known)
    this.#answers.begin(ref)
    this.#underWay++
    let answer: ServerMessage
    try {
      answer = await this.#carryOut(message)
    } catch (error) {
      answer = this.#failure(ref, error)
    }
    this.#underWay--
    this.#answers.end(ref, answer)
    this.send(answer)
    this.onRoom()
  }

  async #carryOut(message: Request): Promise<ServerMessage> {
    const { ref } = message
    if (message.type === 'join') return this.#join(message)
    const done: unknown = isOfClass(message)
      ? this.#class.carryOut(message)
      : this.#parts.commands.execute(this.who, commandOf(message))
    // What is done at once is answered at once, so that nothing asked later is answered before.
    if (done instanceof Promise) await done
    return { type: 'done', ref }
  }

  async #join({ ref, run, name }: Extract<Request, { type: 'join' }>): Promise<ServerMessage> {
    const participant = await this.#parts.commands.execute(this.who, { type: 'join', run, name })
    participant.onGone(() => this.send({ type: 'left', run, participant: participant.id }))
    return { type: 'joined', ref, mine: mineOf(participant) }
  }

  #failure(ref: number | null, thrown: unknown): ServerMessage {
    const error = toLabError(thrown)
    if (error.code === 'internal') this.#parts.failed(thrown)
    return { type: 'failed', ref, error: error.body() }
  }
}

const mineOf = ({ run, id, name, ended }: OwnParticipant): Mine => ({ run, participant: id, name, ended })

/** Sends to a page; closes one that lets too much pile up, which may come back. */
export function sendTo(socket: WebSocket, json: string | Buffer): void {
  if (socket.readyState !== socket.OPEN) return
  if (socket.bufferedAmount > MOST_BUFFERED) {
    // Terminated after a while: whoever is only slow still learns why.
    return socket.close(CLOSE.slow, 'the page does not read')
  }
  socket.send(json, { binary: false })
}
