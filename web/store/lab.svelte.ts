/**
 * The lab as the page knows it: connection, runs, this browser's participants. It owns the WebSocket and hands each message
 * to where it belongs. Invariant: nothing here outlives the lab's own word; a `welcome` replaces what was believed.
 */
import { SvelteSet } from 'svelte/reactivity'
import type { Rights } from '#shared/protocol/rights.ts'
import type { StartRun } from '#shared/protocol/rest.ts'
import { byWords } from '#shared/trace/by-words.ts'
import type { By } from '#shared/protocol/by.ts'
import type { ErrorParams } from '#shared/errors/codes.ts'
import type { Disconnect } from '#shared/protocol/events.ts'
import type { LabInfo, Mine, ServerMessage } from '#shared/protocol/messages.ts'
import type { ListenAddress, Run } from '#shared/protocol/model.ts'
import type { StepperState } from '#shared/protocol/stepper.ts'
import type { Live } from './contract.ts'
import { filled } from '#shared/errors/sentences.ts'
import { RequestError, onLastingOverload, rest, toRequestError, type PageErrorCode } from '../connection/rest.ts'
import { LabSocket, type Status } from '../connection/socket.ts'
import { i18n } from '../text/index.svelte.ts'
import { visible } from '#shared/net/visible.ts'
import { ClassView } from './class-view.svelte.ts'
import { AccessState } from './access.svelte.ts'
import { KnownRuns } from './known-runs.svelte.ts'
import { addressOf } from './listen-again.ts'
import { notices } from './notices.svelte.ts'
import { RunState } from './run.svelte.ts'

type Role = Extract<ServerMessage, { type: 'welcome' }>['role']

export type HowToDisconnect = 'half' | 'full' | 'reset'

class Lab {
  #status = $state.raw<Status>({ kind: 'connecting' })
  #info = $state.raw<LabInfo | null>(null)
  readonly known = new KnownRuns()
  #mine = $state.raw<readonly Mine[]>([])
  #waiting = $state(0)
  #page = $state<number | undefined>(undefined)
  #rights = $state.raw<Rights | null>(null)
  #role = $state.raw<Role | null>(null)
  readonly access = new AccessState((order) => this.#ask(this.#socket.request(order)))
  readonly #ownRuns = new SvelteSet<string>()
  readonly #watched = new Map<string, RunState>()
  readonly #socket = new LabSocket({
    status: (status) => (this.#status = status),
    message: (message) => this.#receive(message),
    takenUp: () => {
      if (this.#mine.length > 0) notices.bad(i18n.t.connection.takenUp)
      this.#mine = []
    },
    orphaned: (error) => notices.bad(explain(error)),
  })

  readonly class = new ClassView({
    ask: (order) => this.#ask(this.#socket.request(order)),
    tell: (message) => this.#socket.tell(message),
  })

  /**
   * @param pin the code of the link that brought the page here
   * @param ready when the page speaks a language: nothing is told before
   */
  start(pin: string | null, ready?: Promise<unknown>): void {
    onLastingOverload((error) => notices.bad(explain(error)))
    this.#socket.start(pin, ready)
  }
  retry(): void {
    this.#socket.retry()
  }

  get status(): Status {
    return this.#status
  }
  /** Null before the first welcome. */
  get info(): LabInfo | null {
    return this.#info
  }
  /** The number by which the lab names this page to others. */
  get page(): number | undefined {
    return this.#page
  }
  /** Null before the first welcome. */
  get role(): Role | null {
    return this.#role
  }
  /** Says the code that the lab wants. */
  enter(pin: string): void {
    this.#socket.enter(pin)
  }
  /**
   * Whether the lab would carry out a command of this page. The policy is the lab's: what it sends is looked up here.
   * @param run that it is about; absent for what is the page's own, or about no run
   */
  may(command: string, run?: string): boolean {
    if (this.#rights === null) return true // no answer yet
    const right = this.#rights[command] ?? null
    return right === 'any' || (right === 'own' && (run === undefined || this.#ownRuns.has(run)))
  }
  /** Whether it would carry it out for whatever is another's, too. */
  mayAll(command: string): boolean {
    return this.#rights === null || this.#rights[command] === 'any'
  }
  /** Newest first. */
  get runs(): readonly Run[] {
    return this.known.all
  }
  /** Requests without an answer yet. */
  get waiting(): number {
    return this.#waiting
  }

  run(id: string): Run | undefined {
    return this.known.get(id)
  }
  /** This browser's participants of a run. */
  mine(run: string): Mine[] {
    return this.#mine.filter((mine) => mine.run === run)
  }

  /** Follows a run until `unwatch`. */
  watch(id: string): RunState {
    const state = new RunState(id, () => i18n.t.program)
    this.#watched.set(id, state)
    this.#socket.watch(id, () => state.reached)
    return state
  }

  unwatch(state: RunState): void {
    state.close()
    if (this.#watched.get(state.id) !== state) return
    this.#watched.delete(state.id)
    this.#socket.unwatch(state.id)
  }

  /** Opens a web participant. Rejects with a `RequestError`, as do all below. */
  async join(run: string, name: string): Promise<Mine> {
    const mine = await this.#ask(this.#socket.request({ type: 'join', run, name }))
    if (!mine) throw new RequestError('internal', 'A join was answered without a participant.')
    return mine
  }

  /** @param bytes base64, at most `MAX_SEND_BYTES` bytes of payload @param cuts offsets at which it is written in pieces */
  async send(run: string, participant: number, bytes: string, cuts: readonly number[] = []): Promise<void> {
    const pieces = cuts.length > 0 ? { cuts: [...cuts] } : {}
    await this.#ask(this.#socket.request({ type: 'send', run, participant, bytes, ...pieces }))
  }

  async close(run: string, participant: number, how: HowToDisconnect): Promise<void> {
    await this.#ask(this.#socket.request({ type: 'close', run, participant, how }))
    if (how === 'half')
      this.#mine = this.#mine.map((one) => (is(one, run, participant) ? { ...one, ended: true } : one))
  }

  /** Types on the keyboard of a run's program. @param bytes base64; null is end of file */
  async type(run: string, bytes: string | null): Promise<void> {
    await this.#ask(this.#socket.request(bytes === null ? { type: 'type-end', run } : { type: 'type', run, bytes }))
  }

  /** Lets a run's select serve its wake-ups by itself, hold before the next, or serve one. */
  async setStepper(run: string, state: StepperState): Promise<void> {
    await this.#ask(this.#socket.request({ type: 'set-stepper', run, state }))
  }

  /** Ends the connection of any participant. */
  async disconnect(run: string, participant: number, how: Disconnect): Promise<void> {
    await this.#ask(this.#socket.request({ type: 'disconnect', run, participant, how }))
  }

  /** Names a participant that came without a name; '' takes the name back. */
  async name(run: string, participant: number, name: string): Promise<void> {
    await this.#ask(this.#socket.request({ type: 'name', run, participant, name }))
  }

  /** The page shows a moment of the run's past: what would act on the run now is left out. */
  showsPast = (run: string): boolean => this.#watched.get(run)?.past.on ?? false

  /** What the program of a watched run does; null where that is not known. */
  liveOf(run: string): Live | null {
    return this.#watched.get(run)?.live ?? null
  }

  async startRun(body: StartRun): Promise<Run> {
    const run = await rest.start(body)
    this.#ownRuns.add(run.id)
    this.known.take([run])
    return run
  }

  async stopRun(id: string): Promise<void> {
    this.known.take([await rest.stop(id)])
  }

  /** One more listener to a run that goes on. */
  async openListener(id: string, address: ListenAddress): Promise<void> {
    this.known.take([await rest.openListener(id, address)])
  }
  async closeListener(id: string, listener: number): Promise<void> {
    this.known.take([await rest.closeListener(id, listener)])
  }

  /**
   * Stops the run where it has not stopped yet, and starts the same again on all its listeners.
   * @param changed options that differ from those of the run
   */
  async restartRun(run: Run, changed: Record<string, unknown> = {}): Promise<Run> {
    if (run.state === 'running' || run.state === 'stopping') await this.stopRun(run.id)
    const listen = run.listeners.map(addressOf)
    return this.startRun({
      program: run.program,
      options: { ...run.options, ...changed },
      ...(listen.length > 0 ? { listen } : {}),
    })
  }

  async #ask<T>(answer: Promise<T>): Promise<T> {
    this.#waiting = this.#socket.waiting
    try {
      return await answer
    } catch (fault) {
      throw toRequestError(fault)
    } finally {
      this.#waiting = this.#socket.waiting
    }
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        if (!message.resumed && this.#mine.length > 0) notices.bad(i18n.t.connection.sessionLost)
        this.known.welcome(message, message.lab.boot === this.#info?.boot)
        this.#info = message.lab
        this.#page = message.page
        this.#mine = message.mine
        this.#role = message.role
        this.access.receive(message)
        this.#rights = message.rights
        this.#ownRuns.clear()
        for (const own of message.ownRuns) this.#ownRuns.add(own)
        this.class.welcome()
        break
      case 'access':
        this.access.receive(message)
        break
      case 'runs':
        this.known.take(message.runs, message.erased)
        break
      case 'snapshot':
        this.known.take([message.run])
        this.#watched.get(message.run.id)?.receive(message)
        break
      case 'participants':
      case 'live':
      case 'kernel':
      case 'files':
      case 'events':
      case 'skipped':
      case 'resync':
        this.#watched.get(message.run)?.receive(message)
        break
      case 'joined': {
        const { mine } = message
        this.#mine = [...this.#mine.filter((one) => !is(one, mine.run, mine.participant)), mine]
        break
      }
      case 'left':
        this.#mine = this.#mine.filter((one) => !is(one, message.run, message.participant))
        break
      case 'failed':
        // Others are told where the request was made.
        if (message.ref === null) notices.bad(explain(RequestError.of(message.error)))
        break
      // The connection sees to these.
      case 'reload':
      case 'done':
        break
      default:
        this.class.receive(message)
    }
  }
}

const is = (mine: Mine, run: string, participant: number): boolean =>
  mine.run === run && mine.participant === participant

/** Who asked for something, in the page's language, on one line that acts on nothing. */
export const whoAsked = (by: By): string => visible(byWords(i18n.t.by, by, lab.page))

/** The sentence of an error in the page's language. */
export function explain(fault: unknown): string {
  const { code, params } = toRequestError(fault)
  return sentence(code, params)
}

/** The same, by code. A code that this page is too old to know gets the sentence of `internal`. */
export function sentence(code: string, params: ErrorParams = {}): string {
  const { errors } = i18n.t
  return visible(filled(errors[Object.hasOwn(errors, code) ? (code as PageErrorCode) : 'internal'], params))
}

export const lab = new Lab()
