/**
 * A page under chance: it may ask for anything, lose its connection and take its session up again, and it checks all that
 * it is told against docs/protocol.md. Counterpart: `world.ts`, which collects what the pages saw.
 */
import { isDeepStrictEqual } from 'node:util'
import { WebSocket } from 'ws'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { ClientMessage, Mine, ServerMessage } from '#shared/protocol/messages.ts'
import { until } from '../raw-client.ts'
import { checkMessage } from './schemas.ts'

type Of<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>
type Asking = Extract<ClientMessage, { ref: number }>
type Ask = Asking extends infer A ? (A extends Asking ? Omit<A, 'ref'> : never) : never

interface Watch {
  /** Requests that may still be answered by a snapshot. */
  asked: { after: number | undefined; mode: 'all' | 'latest' }[]
  mode: 'all' | 'latest'
  /** The next event; null before the first snapshot. */
  next: number | null
  known: Set<number>
  batches: number
  since: number
  /** It was given up: nothing more may come once this request is answered; null as long as there is none. */
  over: { barrier: number | null } | null
}

interface Asked {
  readonly message: Asking
  answer: ServerMessage | null
}

/** Whom a page tells what it saw, and what it should not have. */
export interface Witness {
  problem(what: string): void
  saw(run: string, event: LabEvent): void
}

/** At most so many batches of events a second for one page. */
const BATCHES_A_SECOND = 60

export class FuzzPage {
  readonly name: string
  readonly #witness: Witness
  #socket: WebSocket | null = null
  #session: string | null = null
  #ref = 0
  readonly #asked = new Map<number, Asked>()
  /** Requests that are carried out at once, as they were sent: their answers come in this order. */
  #order: number[] = []
  readonly #watches = new Map<string, Watch>()
  readonly mine = new Map<string, Mine>()
  /** What may be answered by `failed` without a `ref`. */
  #nameless = 0
  /** Close codes that what it did may lead to. */
  readonly #expected = new Set<number>([1006])
  #malformed = 0

  constructor(name: string, witness: Witness) {
    this.name = name
    this.#witness = witness
  }

  get open(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN && this.#session !== null
  }

  get session(): string | null {
    return this.#session
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

  /** Connects, anew or with its session; asks again what it has no answer to. @param lab the port that the lab has itself */
  async connect(port: number, lab: number): Promise<void> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/ws`, { headers: { host: `127.0.0.1:${lab}` } })
    const resumes = this.#session
    this.#socket = socket
    this.#watches.clear()
    this.#expected.clear()
    this.#expected.add(1006)
    this.#malformed = 0
    let welcome: Of<'welcome'> | null = null
    socket.on('error', () => {})
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (socket !== this.#socket) return
      if (binary) return this.#problem('a binary frame')
      const message = JSON.parse(data.toString()) as ServerMessage
      const fault = checkMessage(message)
      if (fault) this.#problem(`${message.type}: ${fault}`)
      if (message.type === 'welcome') {
        if (welcome) this.#problem('is welcomed twice')
        welcome = message
      } else if (!welcome && message.type !== 'failed') this.#problem(`${message.type} before welcome`)
      else this.#take(message)
    })
    socket.on('close', (code) => {
      if (!this.#expected.has(code)) this.#problem(`was closed with ${code}`)
    })
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'hello', protocol: 2, ...(resumes && { session: resumes }) })),
    )
    await until(
      'a welcome',
      () => [socket.readyState, welcome !== null],
      ([state, welcomed]) => welcomed === true || state === WebSocket.CLOSED,
      20_000,
    )
    if (welcome) this.#begin(welcome, resumes)
  }

  #begin({ session, resumed, mine }: Of<'welcome'>, resumes: string | null): void {
    if (resumed !== (session === resumes))
      this.#problem(`resumed is ${resumed}, the session ${session} after ${resumes}`)
    this.#session = session
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
    const message = { ...what, ref: ++this.#ref } as Asking
    this.#asked.set(message.ref, { message, answer: null })
    this.#transmit(message)
    return message.ref
  }

  /** Asks once more what was answered: it must be answered the same. */
  repeat(message: Asking): void {
    this.#write(message)
  }

  watch(run: string, mode: 'all' | 'latest', after: number | undefined): void {
    const watch = this.#watches.get(run)
    const asked = { after, mode }
    this.#nameless++
    if (watch) {
      watch.asked.push(asked)
      watch.over = null
    } else {
      const since = performance.now()
      this.#watches.set(run, { asked: [asked], mode, next: null, known: new Set(), batches: 0, since, over: null })
    }
    this.#write({ type: 'watch', run, mode, ...(after !== undefined && { after }) })
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
    else if (++this.#malformed >= 10) this.#expected.add(1008)
    this.#socket?.send(data, { binary })
  }

  leave(code = 1000): void {
    this.#expected.add(code).add(1005)
    this.#socket?.close(code)
  }

  cut(): void {
    this.#socket?.terminate()
  }

  pause(): void {
    this.#socket?.pause()
    this.#expected.add(4010)
  }

  resume(): void {
    this.#socket?.resume()
  }

  #transmit(message: Asking): void {
    if (message.type !== 'join') this.#order.push(message.ref)
    for (const { over } of this.#watches.values()) if (over && message.type !== 'join') over.barrier ??= message.ref
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
        if (message.ref !== null) return this.#answer(message.ref, message)
        if (--this.#nameless < 0) this.#problem(`failed without a cause: ${message.error.message}`)
        return
      case 'left':
        if (!this.mine.delete(keyOf(message)))
          this.#problem(`left: ${message.participant} of ${message.run} is not its own`)
        return
      case 'resync':
        if (!this.#watches.get(message.run)?.asked.some(({ after = 0 }) => after > message.seq))
          this.#problem(`resync to ${message.seq} of what is no future`)
        return
      case 'snapshot':
        return this.#snapshot(message)
      case 'participants':
        for (const { id } of message.participants) this.#of(message)?.known.add(id)
        return
      case 'live':
      case 'files':
      case 'kernel':
        return void this.#of(message)
      case 'events':
      case 'skipped':
        return this.#stream(message)
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
    if (asked.message.type === 'join') return
    const at = this.#order.indexOf(ref)
    if (at !== 0) this.#problem(`the answer to ${ref} overtakes those to ${this.#order.slice(0, at).join(', ')}`)
    this.#order.splice(0, at + 1)
    for (const [run, { over }] of this.#watches) if (over?.barrier === ref) this.#watches.delete(run)
  }

  #snapshot({ run, participants, after }: Of<'snapshot'>): void {
    const watch = this.#of({ type: 'snapshot', run: run.id })
    if (!watch) return
    const at = watch.asked.findIndex((one) => after === Math.min(one.after ?? run.lastSeq, run.lastSeq))
    if (at < 0)
      this.#problem(`a snapshot of ${run.id} at ${after} of ${run.lastSeq}, asked for ${JSON.stringify(watch.asked)}`)
    watch.mode = watch.asked.at(-1)?.mode ?? watch.mode
    watch.asked.splice(0, at + 1)
    watch.next = after + 1
    watch.known = new Set(participants.map(({ id }) => id))
  }

  #stream(message: Of<'events' | 'skipped'>): void {
    const watch = this.#of(message)
    if (!watch) return
    const { run } = message
    const from = message.type === 'skipped' ? message.from : (message.events[0]?.seq ?? 0)
    if (watch.next === null) return this.#problem(`${message.type} of ${run} before its snapshot`)
    if (from !== watch.next) this.#problem(`${message.type} of ${run} from ${from}, and ${watch.next} was next`)
    if (message.type === 'skipped') {
      if (watch.mode === 'all' && watch.asked.length === 0) this.#problem(`skips in ${run}, though it wants all`)
      if (message.to < from) this.#problem(`skips from ${from} to ${message.to}`)
      watch.next = message.to + 1
      return
    }
    const seconds = (performance.now() - watch.since) / 1000
    if (++watch.batches > BATCHES_A_SECOND * seconds + 10)
      this.#problem(`${watch.batches} batches of ${run} in ${seconds} s`)
    for (const event of message.events) {
      if (event.seq !== watch.next) this.#problem(`event ${event.seq} of ${run} where ${watch.next} was next`)
      if (event.kind === 'connected' && !watch.known.has(event.participant))
        this.#problem(`event ${event.seq} of ${run} names ${event.participant}, of whom it was not told`)
      watch.next = event.seq + 1
      this.#witness.saw(run, event)
    }
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
