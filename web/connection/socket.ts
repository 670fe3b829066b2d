/**
 * The page's one WebSocket: hello, resumption, reconnection. Counterpart: server/gateway, contract in shared/protocol/messages.ts.
 * Invariant: whatever happens to the connection, watched runs are watched again from the event they had reached, and
 * unanswered requests are sent again with the same ref.
 */
import { BASE } from './base.ts'
import { CLOSE, PROTOCOL } from '#shared/model/constants.ts'
import type { ClientMessage, ServerMessage } from '#shared/protocol/messages.ts'
import { isHalfDead, refusedDelay, retryDelay, shouldProbe } from './backoff.ts'
import { credentials, keepPass } from './credentials.ts'
import { Inbox } from './inbox.ts'
import { leaveKeepsake, takeKeepsake } from './keepsake.ts'
import { PendingRequests, type Answer, type Order } from './pending-requests.ts'
import { reloadOnce } from './reload.ts'
import { refusalOf } from './refusal.ts'
import { callAs, RequestError, rest } from './rest.ts'

export type Status =
  | { kind: 'connecting' }
  | { kind: 'open' }
  /** The lab does not let the page in; `why` is null while it looks at the code. */
  | { kind: 'outside'; why: RequestError | null }
  /**
   * `since` and `retryAt` are milliseconds since 1970; `retryAt` is null while an attempt is under way. `why`: the lab has
   * refused this page.
   */
  | { kind: 'lost'; since: number; retryAt: number | null; why?: RequestError }

export interface LabSocketListener {
  status(status: Status): void
  message(message: ServerMessage): void
  /** Another tab has taken up this tab's session and its participants: this one goes on with a session of its own. */
  takenUp(): void
  /** A request made before a reload failed after it. */
  orphaned(error: RequestError): void
}

/** Patience with a lab that does not answer: connecting, or asked whether it is there; milliseconds. */
const PATIENCE = 4_000
const PULSE = 1_000

export class LabSocket {
  readonly #listener: LabSocketListener
  readonly #requests: PendingRequests
  /** Run to the last event that the page has of it; undefined: begin at the newest. */
  readonly #watched = new Map<string, () => number | undefined>()
  #session: string | null
  #socket: WebSocket | null = null
  #open = false
  #attempt = 0
  #lostSince: number | null = null
  #refusal: RequestError | null = null
  /** The lab's code, until it has been looked at. */
  #pin: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #heard = Date.now()
  #probed = 0
  readonly #inbox = new Inbox<ServerMessage>((message) => this.#receive(message))

  constructor(listener: LabSocketListener) {
    this.#listener = listener
    const keepsake = takeKeepsake()
    this.#session = keepsake?.session ?? null
    this.#requests = new PendingRequests(keepsake?.requests ?? null, Date.now(), (error) => listener.orphaned(error))
  }

  /**
   * Connects, and stays connected for as long as the page lives.
   * @param pin the lab's code, where the page's link had it
   * @param ready when the page can take what it is told: what comes before waits. At once where absent.
   */
  start(pin: string | null = null, ready?: Promise<unknown>): void {
    this.#pin = pin
    if (ready) {
      ready.then(
        () => this.#inbox.open(),
        () => {},
      )
    } else this.#inbox.open()
    leaveKeepsake(() => (this.#session === null ? null : { session: this.#session, requests: this.#requests.save() }))
    addEventListener('online', () => this.#doubt())
    addEventListener('offline', () => this.#doubt())
    addEventListener('pageshow', (event) => event.persisted && this.#doubt())
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#doubt())
    setInterval(() => this.#checkPulse(), PULSE)
    this.#connect()
  }

  /** Asks the lab to do something; settles when it has answered, over as many connections as that takes. */
  request(order: Order): Promise<Answer> {
    const { request, answer } = this.#requests.add(order, Date.now())
    if (this.#open) this.#send(request)
    return answer
  }

  /** Says something that has no answer; nothing while the connection is lost. */
  tell(message: ClientMessage): void {
    if (this.#open) this.#send(message)
  }

  /** How many requests are unanswered. */
  get waiting(): number {
    return this.#requests.unanswered().length
  }

  /** @param after the last event that the page has, asked for at each connection; undefined: begin at the newest */
  watch(run: string, after: () => number | undefined): void {
    this.#watched.set(run, after)
    if (this.#open) this.#sendWatch(run, after)
  }

  unwatch(run: string): void {
    this.#watched.delete(run)
    if (this.#open) this.#send({ type: 'unwatch', run })
  }

  /** Says the lab's code, which it wants of newcomers. */
  enter(pin: string): void {
    this.#pin = pin
    this.#listener.status({ kind: 'outside', why: null })
    this.#letGo()
    this.retry()
  }

  /** Tries now instead of when the wait is over. */
  retry(): void {
    if (this.#socket) return
    clearTimeout(this.#timer)
    this.#connect()
  }

  #connect(): void {
    this.#tellLost(null)
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${BASE}/api/ws`)
    this.#socket = socket
    this.#timer = setTimeout(() => this.#drop(), PATIENCE)
    socket.onopen = () => {
      const session = this.#session === null ? {} : { session: this.#session }
      const pin = this.#pin === null ? {} : { pin: this.#pin }
      this.#send({ type: 'hello', protocol: PROTOCOL, ...session, ...pin, ...credentials() })
      // While others try wrong codes the answer takes as long as it takes.
      if (this.#pin !== null) clearTimeout(this.#timer)
    }
    socket.onmessage = ({ data }) => {
      clearTimeout(this.#timer)
      this.#heard = Date.now()
      this.#inbox.push(JSON.parse(String(data)) as ServerMessage)
    }
    socket.onclose = ({ code, reason }) => {
      // What was said last is of this connection still.
      this.#inbox.handOn()
      if (socket !== this.#socket) return
      const outside = code === CLOSE.outside ? refusalOf(reason) : null
      if (outside) return this.#stayOutside(outside)
      if (code === CLOSE.takenUp) this.#yield()
      this.#refusal = code === CLOSE.overloaded ? refusalOf(reason) : null
      this.#drop()
    }
  }

  /** The lab is locked: it may be open again later. A code that it wants is asked of whoever sits here. */
  #stayOutside(why: RequestError): void {
    this.#letGo()
    this.#pin = null
    this.#attempt = 0
    this.#lostSince = null
    if (why.code === 'lab-locked') this.#timer = setTimeout(() => this.#connect(), refusedDelay(Math.random()))
    this.#listener.status({ kind: 'outside', why })
  }

  /** Gives the session up to the tab that has it now: two that both came back to it would cut each other for ever. */
  #yield(): void {
    this.#session = null
    callAs(null)
    takeKeepsake()
    this.#requests.sessionLost()
    this.#listener.takenUp()
  }

  #receive(message: ServerMessage): void {
    this.#listener.message(message)
    if (message.type === 'welcome') this.#welcomed(message)
    else if (message.type === 'reload') reloadOnce(message.protocol)
    else if (message.type === 'joined' || message.type === 'done' || message.type === 'failed') {
      this.#requests.settle(message)
    }
  }

  #welcomed(welcome: Extract<ServerMessage, { type: 'welcome' }>): void {
    clearTimeout(this.#timer)
    if (!welcome.resumed && this.#session !== null) this.#requests.sessionLost()
    this.#session = welcome.session
    callAs(welcome.session)
    if (welcome.pass !== undefined) keepPass(welcome.pass)
    this.#pin = null
    this.#refusal = null
    this.#open = true
    this.#attempt = 0
    this.#lostSince = null
    for (const [run, after] of this.#watched) this.#sendWatch(run, after)
    for (const request of this.#requests.unanswered()) this.#send(request)
    this.#listener.status({ kind: 'open' })
  }

  /** False where there is none to let go of. */
  #letGo(): boolean {
    const socket = this.#socket
    if (!socket) return false
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    this.#socket = null
    this.#inbox.clear()
    this.#open = false
    clearTimeout(this.#timer)
    return true
  }

  /** Lets go of the socket, which may be dead without knowing it, and plans the next one. */
  #drop(): void {
    if (!this.#letGo()) return
    const now = Date.now()
    this.#lostSince ??= now
    const delay = this.#refusal ? refusedDelay(Math.random()) : retryDelay(this.#attempt++, Math.random())
    this.#timer = setTimeout(() => this.#connect(), delay)
    this.#tellLost(now + delay)
  }

  /** Nothing to tell before the first loss. */
  #tellLost(retryAt: number | null): void {
    if (this.#lostSince === null) return
    const why = this.#refusal && { why: this.#refusal }
    this.#listener.status({ kind: 'lost', since: this.#lostSince, retryAt, ...why })
  }

  /** Something happened to the network or to the page: make sure. */
  #doubt(): void {
    if (this.#open) void this.#probe()
    else this.retry()
  }

  #checkPulse(): void {
    if (!this.#open) return
    const pulse = { now: Date.now(), heard: this.#heard, probed: this.#probed, oldest: this.#requests.oldest() }
    if (isHalfDead(pulse)) this.#drop()
    else if (shouldProbe(pulse)) void this.#probe()
  }

  async #probe(): Promise<void> {
    const socket = this.#socket
    this.#probed = Date.now()
    try {
      await rest.health(PATIENCE)
    } catch (fault) {
      // A refusal is an answer: the lab is there.
      const unreachable = fault instanceof RequestError && fault.code === 'unreachable'
      if (unreachable && this.#socket === socket) this.#drop()
    }
  }

  #sendWatch(run: string, after: () => number | undefined): void {
    const from = after()
    this.#send({ type: 'watch', run, mode: 'latest', ...(from === undefined ? {} : { after: from }) })
  }

  #send(message: ClientMessage): void {
    // A socket that is closing loses what it is given: it is kept for the next one.
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }
}
