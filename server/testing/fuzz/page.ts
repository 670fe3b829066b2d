/**
 * A page under chance: it may ask for anything, lose its connection and take its session up again, and it checks all that
 * it is told against docs/protocol.md. Counterpart: `world.ts`, which collects what the pages saw.
 */
import { isDeepStrictEqual } from 'node:util'
import { WebSocket } from 'ws'
import { CLOSE, PROTOCOL } from '#shared/model/constants.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { ClientMessage, Mine, ServerMessage } from '#shared/protocol/messages.ts'
import { checkMessage } from './schemas.ts'
import { WallWatch } from './wall-watch.ts'
import { Watch } from './watch.ts'

type Of<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>
type Asking = Extract<ClientMessage, { ref: number }>
type Saying = Extract<ClientMessage, { type: 'be-shown' | 'step' | 'watch-own-tile' | 'follow-lead' }>
type Ask = Asking extends infer A ? (A extends Asking ? Omit<A, 'ref'> : never) : never

interface Asked {
  readonly message: Asking
  answer: ServerMessage | null
}

/** Whom a page tells what it saw, and what it should not have. */
export interface Witness {
  problem(what: string): void
  saw(run: string, event: LabEvent): void
}

/** Of a malformed message that has one: it is answered under it. */
export const MALFORMED_REF = 1_000_000_000

/** What is answered when it is done, and not in the order of the requests. */
const TAKES_TIME: ReadonlySet<string> = new Set<Asking['type']>(['join', 'stop-all'])

/** Close codes of RFC 6455, 7.4.1: no close frame came, or one without a code. */
const [ABNORMAL, NO_CODE] = [1006, 1005]
export class FuzzPage {
  readonly name: string
  readonly #witness: Witness
  #socket: WebSocket | null = null
  #session: string | null = null
  /** The present connection was welcomed. */
  #welcome = false
  /** A connection was given up before it was. */
  #late = false
  #ref = 0
  readonly #asked = new Map<number, Asked>()
  /** Requests that are carried out at once, as they were sent: their answers come in this order. */
  #order: number[] = []
  readonly #watches = new Map<string, Watch>()
  #wall = new WallWatch()
  readonly mine = new Map<string, Mine>()
  /** What may be answered by `failed` without a `ref`. */
  #nameless = 0
  /** Close codes that what it did may lead to. */
  #expected = new Set<number>()
  #malformed = 0

  constructor(name: string, witness: Witness) {
    this.name = name
    this.#witness = witness
  }

  get open(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN && this.#welcome
  }

  /** Its connection is over. */
  get gone(): boolean {
    const state = this.#socket?.readyState
    return state === WebSocket.CLOSING || state === WebSocket.CLOSED
  }

  get waiting(): Asking[] {
    return [...this.#asked.values()].filter(({ answer }) => answer === null).map(({ message }) => message)
  }

  get answered(): Asking[] {
    return [...this.#asked.values()].filter(({ answer }) => answer !== null).map(({ message }) => message)
  }

  get watched(): string[] {
    return [...this.#watches].filter(([, { over }]) => over === null).map(([run]) => run)
  }

  /**
   * Connects, anew or with its session, and asks again what it has no answer to, once it is welcome.
   * @param lab the port that the lab has itself
   */
  connect(port: number, lab: number): void {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/ws`, { headers: { host: `127.0.0.1:${lab}` } })
    const resumes = this.#session
    // What an earlier connection said may still be on its way: it takes the session up again when it arrives.
    this.#late ||= this.#socket !== null && !this.#welcome
    if (!this.#welcome) this.#socket?.terminate()
    this.#expected.add(CLOSE.takenUp)
    const expected = (this.#expected = new Set([ABNORMAL, ...(this.#late ? [CLOSE.takenUp] : [])]))
    this.#socket = socket
    this.#welcome = false
    this.#watches.clear()
    this.#wall = new WallWatch()
    this.#nameless = 0
    this.#malformed = 0
    socket.on('error', () => {})
    socket.on('message', (data: Buffer) => socket === this.#socket && this.#receive(data, resumes))
    socket.on('close', (code, reason) => {
      // A session lasts for a minute beyond its page: the pages of many rounds may be too many for one address.
      const told = code === CLOSE.overloaded && reason.includes('"too-many-pages-of-address"')
      if (!told && !expected.has(code)) this.#problem(`was closed with ${code} ${reason.toString()}`)
    })
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL, ...(resumes && { session: resumes }) })),
    )
  }

  #receive(data: Buffer, resumes: string | null): void {
    const message = JSON.parse(data.toString()) as ServerMessage
    const fault = checkMessage(message)
    if (fault) this.#problem(`${message.type}: ${fault}`)
    if ((message.type === 'welcome') === this.#welcome) return this.#problem(`${message.type} at the wrong time`)
    if (message.type === 'welcome') this.#begin(message, resumes)
    else this.#take(message)
  }

  #begin({ session, resumed, mine }: Of<'welcome'>, resumes: string | null): void {
    if (resumed !== (session === resumes))
      this.#problem(`resumed is ${resumed}, the session ${session} after ${resumes}`)
    this.#session = session
    this.#welcome = true
    if (!resumed) {
      this.#asked.clear()
      this.#ref = 0
      if (mine.length > 0) this.#problem('a new session has participants')
    }
    this.mine.clear()
    for (const one of mine) this.mine.set(keyOf(one), one)
    this.#order = []
    for (const message of this.waiting) this.#transmit(message)
  }

  /** Asks; the answer is checked when it comes. */
  ask(what: Ask): number {
    const message = { ...what, ref: ++this.#ref }
    this.#asked.set(message.ref, { message, answer: null })
    this.#transmit(message)
    return message.ref
  }

  /** Asks once more what was answered: it must be answered the same. */
  repeat(message: Asking): void {
    this.#write(message)
  }

  watch(run: string, mode: 'all' | 'latest', after: number | undefined): void {
    this.#nameless++
    const watch = this.#watches.get(run) ?? new Watch(run, (what) => this.#problem(what))
    this.#watches.set(run, watch)
    watch.ask(mode, after)
    this.#write({ type: 'watch', run, mode, ...(after !== undefined && { after }) })
  }

  watchWall(): number {
    return this.ask({ type: 'watch-wall' })
  }

  unwatchWall(): void {
    this.#wall.stop(this.#ref + 1)
    this.#write({ type: 'unwatch-wall' })
  }

  /** What has no answer. */
  say(message: Saying): void {
    this.#write(message)
  }

  unwatch(run: string): void {
    const watch = this.#watches.get(run)
    if (watch) watch.over = { barrier: null }
    this.#write({ type: 'unwatch', run })
  }

  /** Sends what the protocol does not know. @param closes the code by which the lab may close the connection over it */
  malformed(data: string | Buffer, { binary = false, closes }: { binary?: boolean; closes?: number } = {}): void {
    this.#nameless++
    if (closes !== undefined) this.#expected.add(closes)
    else if (++this.#malformed >= 10) this.#expected.add(CLOSE.malformed)
    this.#socket?.send(data, { binary })
  }

  leave(code = 1000): void {
    this.#expected.add(code).add(NO_CODE)
    this.#socket?.close(code)
  }

  cut(): void {
    this.#socket?.terminate()
  }

  pause(): void {
    this.#socket?.pause()
    this.#expected.add(CLOSE.slow)
  }

  resume(): void {
    this.#socket?.resume()
  }

  #transmit(message: Asking): void {
    // Once more too, on another connection, where nobody has asked yet.
    if (message.type === 'watch-wall') this.#wall.ask()
    const inOrder = !TAKES_TIME.has(message.type)
    if (inOrder) this.#order.push(message.ref)
    for (const { over } of this.#watches.values()) if (over && inOrder) over.barrier ??= message.ref
    this.#write(message)
  }

  #write(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
    this.#malformed = 0
  }

  #take(message: ServerMessage): void {
    switch (message.type) {
      case 'joined':
      case 'done':
        return this.#answer(message.ref, message)
      case 'failed':
        if (message.ref === MALFORMED_REF && message.error.code === 'bad-message') return
        if (message.ref !== null) return this.#answer(message.ref, message)
        if (--this.#nameless < 0) this.#problem(`failed without a cause: ${message.error.message}`)
        return
      case 'left':
        if (!this.mine.delete(keyOf(message)))
          this.#problem(`left: ${message.participant} of ${message.run} is not its own`)
        return
      case 'resync':
        return this.#of(message)?.resync(message)
      case 'snapshot':
        return this.#of({ type: 'snapshot', run: message.run.id })?.snapshot(message)
      case 'participants':
        return this.#of(message)?.participants(message)
      case 'live':
      case 'files':
      case 'kernel':
        return void this.#of(message)
      case 'wall':
        return this.#wall.told(message, (what) => this.#problem(what))
      case 'skipped':
        return this.#of(message)?.skipped(message)
      case 'events':
        this.#of(message)?.events(message)
        for (const event of message.events) this.#witness.saw(message.run, event)
        return
      default:
        return
    }
  }

  #answer(ref: number, answer: Of<'joined' | 'done' | 'failed'>): void {
    const asked = this.#asked.get(ref)
    if (!asked) return this.#problem(`an answer to ${ref}, which it never asked`)
    if (answer.type === 'failed' && answer.error.code === 'internal')
      this.#problem(`${JSON.stringify(asked.message)}: internal`)
    if (answer.type !== 'failed' && (answer.type === 'joined') !== (asked.message.type === 'join'))
      this.#problem(`${asked.message.type} is answered by ${answer.type}`)
    if (asked.answer) {
      if (!isDeepStrictEqual(asked.answer, answer))
        this.#problem(
          `${JSON.stringify(asked.message)} is answered by ${JSON.stringify(answer)} after ${JSON.stringify(asked.answer)}`,
        )
      return
    }
    asked.answer = answer
    if (answer.type === 'joined') this.mine.set(keyOf(answer.mine), answer.mine)
    if (TAKES_TIME.has(asked.message.type)) return
    this.#wall.answered(ref)
    const at = this.#order.indexOf(ref)
    if (at !== 0) this.#problem(`the answer to ${ref} overtakes those to ${this.#order.slice(0, at).join(', ')}`)
    this.#order.splice(0, at + 1)
    for (const [run, { over }] of this.#watches) if (over?.barrier === ref) this.#watches.delete(run)
  }

  /** The watch that a message belongs to. What was given up may send until a later request is answered. */
  #of({ type, run }: { type: string; run: string }): Watch | undefined {
    const watch = this.#watches.get(run)
    if (!watch) this.#problem(`${type} of ${run}, which it does not watch`)
    return watch
  }

  #problem(what: string): void {
    this.#witness.problem(`page ${this.name}: ${what}`)
  }
}

const keyOf = ({ run, participant }: { run: string; participant: number }): string => `${run} ${participant}`
