/**
 * One started scenario on real connections: its life from start to stop, and what the outside may ask of it. The only place
 * where the pure core meets IO: `connection-events.ts` turns what the connections tell into inputs, `effects.ts` does what the program
 * decides. Counterparts: `scenarios/`, `endpoints/port.ts`; `runtime/lab/lab.ts`, which holds the runs.
 */
import type { Clock } from '../../core/clock.ts'
import type { Connection, Listener } from '../../endpoints/port.ts'
import type { FileStore } from '../../files/port.ts'
import type { Entry, Journal, RunRecord } from '../../journal/port.ts'
import { LabError } from '../../core/errors.ts'
import type { By } from '#shared/protocol/by.ts'
import { PROGRAM, type EventOf } from '#shared/protocol/events.ts'
import type { ErrorCode } from '#shared/errors/codes.ts'
import type { Listing, LiveState } from '#shared/protocol/program.ts'
import type { Participant, Run as RunView } from '#shared/protocol/model.ts'
import { PendingJoins } from './pending-joins.ts'
import { FanOut } from './fan-out.ts'
import { Disconnecting } from './disconnecting.ts'
import { Effects } from './effects.ts'
import { Backpressure } from './backpressure.ts'
import { idleTimeoutOf, type IdleTimeout } from './idle-timeout.ts'
import { ConnectionEvents } from './connection-events.ts'
import type { Limits } from '../run/limits.ts'
import { Peers } from './peers.ts'
import { Stepper } from '../run/stepper.ts'
import { Pacing } from './pacing.ts'
import { Interpreter } from '../run/interpreter.ts'
import { ReadGate } from './read-gate.ts'
import { recordLines } from './record-lines.ts'
import { Recorder } from '../run/recorder.ts'
import { Transfers } from '../transfers/transfers.ts'
import { drop, type StreamContext } from './context.ts'
import { RunListeners } from '../listeners/run-listeners.ts'
import { listenersInTables, type RunSockets } from '../../kernel/run-sockets.ts'
import type { WebParticipant } from '../run/web-participant.ts'

export interface StreamRunParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly limits: Limits
  readonly files: FileStore
  /** Asks for `callback` at the end of this turn of the event loop, when all ready sockets have been read. */
  readonly endOfTurn: (callback: () => void) => void
  /** Connects to the target of the options. */
  readonly connect: () => Promise<Connection>
  /** Takes part in it on a browser's behalf. */
  readonly join: (run: StreamRun, name: string, by: By | undefined) => Promise<WebParticipant>
  /** Who started it; undefined where the lab did. */
  readonly by: By | undefined
  /** The run's view, its participants or what its program does have changed. */
  readonly changed: (run: StreamRun) => void
  /** The program has ended by itself: the run is to be stopped. */
  readonly exited: (run: StreamRun) => void
}

export class StreamRun {
  readonly id: string
  readonly recorder: Recorder
  readonly pendingJoins: PendingJoins
  readonly #record: RunRecord
  readonly #parts: StreamRunParts
  readonly listeners: RunListeners
  readonly #peers: Peers
  readonly #backpressure: Backpressure
  readonly #fanOut: FanOut
  readonly #readGate: ReadGate
  readonly #interpreter: Interpreter
  readonly #stepper: Stepper | null
  readonly pacing: Pacing | null
  readonly disconnecting: Disconnecting
  readonly #connectionEvents: ConnectionEvents
  readonly #idleTimeout: IdleTimeout | null
  readonly transfers: Transfers
  #turnOpen = false
  #trouble: ErrorCode | null = null
  #stopped: Promise<void> | null = null

  constructor(record: RunRecord, listeners: Listener[], parts: StreamRunParts) {
    const { clock, journal, limits } = parts
    this.id = record.id
    this.#record = record
    this.#parts = parts
    this.recorder = new Recorder(clock, journal, this.id)
    this.#peers = new Peers(limits, record.options.maxLine)
    this.#backpressure = new Backpressure(clock, limits.slowConsumerMs, {
      blocked: (peer) => {
        this.recorder.record('held-up', peer.id, {})
        this.#turn()
      },
      unblocked: (peer) => this.recorder.record('released', peer.id, {}),
      tooSlow: (peer) => drop(peer, 'slow-consumer'),
      changed: () => this.#backpressureChanged(),
    })
    this.#fanOut = new FanOut(this.#peers, this.#backpressure)
    this.#readGate = new ReadGate(this.#peers, this.#backpressure)
    const inSendall = (): boolean => this.#backpressure.blocksSending
    this.#interpreter = new Interpreter(record.scenario, record.options, (effect) => effects.perform(effect), inSendall)
    this.#stepper = this.#interpreter.selects
      ? new Stepper(this.#interpreter.selects, () => this.#stepperChanged())
      : null
    const context = this.#context()
    this.transfers = context.transfers
    this.#connectionEvents = new ConnectionEvents(context)
    this.disconnecting = new Disconnecting(context, (input) => this.#connectionEvents.tell(input))
    const { endOfTurn } = parts
    this.pacing = this.#stepper && new Pacing(context, this.#stepper, { endOfTurn, turnOver: () => this.#turnOver() })
    this.#idleTimeout = idleTimeoutOf(context)
    const effects = new Effects(context, this.#connectionEvents, {
      connect: parts.connect,
      exited: () => parts.exited(this),
    })
    this.pendingJoins = new PendingJoins((connection, expected) => this.#connectionEvents.arrived(connection, expected))
    this.recorder.record('run-started', PROGRAM, {
      scenario: record.scenario,
      options: record.options,
      ...(parts.by && { by: parts.by }),
    })
    this.listeners = new RunListeners(context, listeners)
    // What comes next is the first wake-up of the program, and none of this.
    this.recorder.slept()
    this.#touch()
  }

  /** Lets the program run. */
  begin(): void {
    this.#connectionEvents.tell({ type: 'started' })
  }

  join(name: string, by?: By): Promise<WebParticipant> {
    return this.#parts.join(this, name, by)
  }

  get joinable(): boolean {
    return this.listeners.any && this.#running
  }

  get program(): Listing {
    return this.#interpreter.listing
  }

  /** What the program does now. */
  live(): LiveState {
    const { processes, keyboard } = this.#interpreter
    const select = this.#running ? (this.#stepper?.view() ?? null) : null
    return { processes, keyboard, deadlock: this.#deadlock, select }
  }

  type(bytes: Uint8Array | null, taken?: () => void): void {
    if (!this.#running) throw new LabError('run-not-running', { run: this.id })
    if (!this.#interpreter.hasKeyboard) throw new LabError('no-keyboard', { run: this.id })
    if (!this.#interpreter.type(bytes, taken)) throw new LabError('overloaded')
    this.#touch()
    this.#turn()
  }

  /** Who is at the other end of the connection that all processes wait for, when they wait for nothing else. */
  get waitsFor(): Connection | null {
    if (this.#readGate.held) return null
    const [main, ...others] = this.#interpreter.processes
    if (others.length > 0 || main?.waits?.call !== 'recv' || main.waits.who === undefined) return null
    return this.#peers.get(main.waits.who)?.connection ?? null
  }

  /** Says that this program and that of another run wait for one another; null that they no longer do. */
  get deadlock(): string | null {
    return this.#deadlock
  }
  set deadlock(other: string | null) {
    if (other === this.#deadlock) return
    this.#deadlock = other
    if (other !== null) this.recorder.record('deadlock', PROGRAM, { run: other })
    this.#touch()
    this.#turn()
  }
  #deadlock: string | null = null

  view(): RunView {
    const { committed: lastSeq } = this.recorder
    return { ...this.#record, lastSeq, present: this.#peers.known, trouble: this.#trouble }
  }

  /** Those who are here, then the newest of those who left, by number. */
  participants(): Participant[] {
    return this.#peers.views()
  }

  /** By what to find its sockets in the system's tables. Once it has stopped its doors may be somebody else's. */
  sockets(): RunSockets {
    return { ...listenersInTables(this.#record), ends: this.#peers.ends() }
  }

  hasName(taken: (name: string) => boolean): boolean {
    return this.pendingJoins.names.some(taken) || [...this.#peers].some((peer) => !peer.leaving && taken(peer.name))
  }

  /** Stops or lets go on all reading, because the journal cannot take more (`code`) or can again (null). */
  setTrouble(code: ErrorCode | null): void {
    if (this.#trouble === code || this.#trouble === 'journal-full') return
    this.#trouble = code
    if (code !== null) this.recorder.record('trouble', PROGRAM, { code })
    this.#turn()
    this.#readGate.hold('trouble', code !== null)
    this.#touch()
  }

  /** The journal is behind: read nothing until it has caught up. Said to nobody: it lasts milliseconds. */
  set journalBehind(behind: boolean) {
    this.#readGate.hold('journal-behind', behind)
  }

  refused(address: string, reason: EventOf<'refused'>['reason'], errno?: string): void {
    this.#connectionEvents.refused(address, reason, errno)
  }

  /** Ends the program as its end would: listeners first, then every connection after what is queued for it. */
  stop(by?: By): Promise<void> {
    this.#stopped ??= this.#stop(by)
    return this.#stopped
  }

  async #stop(by?: By): Promise<void> {
    this.#interpreter.end()
    this.#setState('stopping')
    const closing = this.listeners.closeAll()
    this.#fanOut.flush()
    for (const peer of this.#peers) {
      // It is on its way out, in its own time.
      if (peer.leaving) continue
      peer.ending ??= 'run-stopped'
      this.#readGate.want(peer, false)
      // What the program never accepted is reset by the kernel when the listening socket closes.
      // FIN in the middle of a file would say that it is whole.
      if (peer.state === 'waiting' || peer.outgoing) peer.connection.reset()
      else peer.connection.close()
    }
    const cancel = this.#parts.clock.after(this.#parts.limits.drainMs, () => {
      for (const peer of this.#peers) peer.connection.reset()
    })
    await this.#peers.emptied()
    cancel()
    await closing
    await this.transfers.close()
    this.recorder.record('run-stopped', PROGRAM, by ? { by } : {})
    this.#record.stoppedAt = this.#parts.clock.now()
    this.#setState('stopped')
    // A journal in trouble keeps trying for as long as the lab lives: a stop does not wait for that.
    if (this.#trouble === null) await this.#parts.journal.flush()
  }

  get #running(): boolean {
    return this.#record.state === 'running'
  }

  #setState(state: RunRecord['state']): void {
    this.#record.state = state
    this.#parts.journal.updateRun(this.id, { state, stoppedAt: this.#record.stoppedAt })
    this.#touch()
  }

  #context(): StreamContext {
    const running = (): boolean => this.#running
    const { clock, limits, journal, files } = this.#parts
    const [touch, turn] = [() => this.#touch(), () => this.#turn()]
    const shared = { record: this.#record, clock, recorder: this.recorder, readGate: this.#readGate, touch, turn }
    return {
      ...shared,
      limits,
      journal,
      peers: this.#peers,
      backpressure: this.#backpressure,
      fanOut: this.#fanOut,
      interpreter: this.#interpreter,
      transfers: new Transfers(files, { ...shared, tell: (input) => this.#connectionEvents.tell(input) }),
      stepper: this.#stepper,
      get running() {
        return running()
      },
      recordRead: (entry) => this.#recordRead(entry),
      recordLines: (from, lines, to) => this.#recordRead(recordLines(this.recorder, from, lines, to)),
    }
  }

  #recordRead({ seq }: Entry): void {
    if (seq >= this.#parts.limits.events) this.setTrouble('journal-full')
  }

  /** Sees to it that this turn of the event loop ends with a flush, once. */
  #turn(): void {
    if (this.#turnOpen) return
    this.#turnOpen = true
    this.#parts.endOfTurn(() => {
      this.#turnOpen = false
      this.#turnOver()
    })
  }

  #turnOver(): void {
    this.#fanOut.flush()
    const slept = this.recorder.slept(this.#stepper?.awake)
    // Before reading goes on: a step is over with its wake-up. One of which nothing was recorded is told of by nobody else.
    if (this.#stepper?.turnOver(slept) && slept.first === null) this.#touch()
    this.#readGate.turnOver()
    this.#idleTimeout?.look()
  }

  #backpressureChanged(): void {
    this.#readGate.adjust()
    this.#interpreter.sent()
    this.#touch()
    this.#turn()
  }

  /** What is ready is read in the next round of the event loop; who came meanwhile is told of in that same wake-up. */
  #stepperChanged(): void {
    this.#readGate.hold('pace', this.#stepper!.holds)
    this.#touch()
    this.#parts.endOfTurn(() => {
      this.#stepper!.goOn()
      // At once: a newcomer that was accepted is read in the next wake-up, and what came in another round is not this one's.
      this.#turnOver()
    })
  }

  #touch(): void {
    this.#parts.changed(this)
  }
}
