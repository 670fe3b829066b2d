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
import type { EventOf } from '#shared/protocol/events.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { ErrorCode } from '#shared/errors/codes.ts'
import { traitsOf } from '#programs/traits.ts'
import type { Listing, LiveState } from '#shared/protocol/program.ts'
import type { Participant, Run as RunView } from '#shared/protocol/model.ts'
import { Arrivals } from './pending-joins.ts'
import { Delivery } from './fan-out.ts'
import { Disconnecting } from './disconnecting.ts'
import { Effects } from './effects.ts'
import { Flow } from './backpressure.ts'
import { inactivityOf, type Inactivity } from './idle-timeout.ts'
import { Intake } from './connection-events.ts'
import type { Limits } from '../run/limits.ts'
import { Members } from './peers.ts'
import { Pace } from '../run/stepper.ts'
import { Pacing } from './pacing.ts'
import { Program } from '../run/interpreter.ts'
import { Reading } from './read-gate.ts'
import { recordLines } from './record-lines.ts'
import { Recorder } from '../run/recorder.ts'
import { Transfers } from '../transfers/transfers.ts'
import { drop, type RunContext } from './context.ts'
import { RunDoors } from '../listeners/run-listeners.ts'
import { doorsInTables, type RunSockets } from '../../kernel/run-sockets.ts'
import type { WebParticipant } from '../run/web-participant.ts'

export interface RunParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly limits: Limits
  readonly files: FileStore
  /** Asks for `callback` at the end of this turn of the event loop, when all ready sockets have been read. */
  readonly endOfTurn: (callback: () => void) => void
  /** Connects to the target of the options. */
  readonly connect: () => Promise<Connection>
  /** Takes part in it on a browser's behalf. */
  readonly join: (run: Run, name: string) => Promise<WebParticipant>
  /** The run's view, its participants or what its program does have changed. */
  readonly changed: (run: Run) => void
  /** The program has ended by itself: the run is to be stopped. */
  readonly exited: (run: Run) => void
}

export class Run {
  readonly id: string
  readonly recorder: Recorder
  readonly arrivals: Arrivals
  readonly #record: RunRecord
  readonly #parts: RunParts
  readonly doors: RunDoors
  readonly #members: Members
  readonly #flow: Flow
  readonly #delivery: Delivery
  readonly #reading: Reading
  readonly #program: Program
  readonly #pace: Pace | null
  readonly pacing: Pacing | null
  readonly disconnecting: Disconnecting
  readonly #intake: Intake
  readonly #inactivity: Inactivity | null
  readonly transfers: Transfers
  #turnOpen = false
  #trouble: ErrorCode | null = null
  #stopped: Promise<void> | null = null

  constructor(record: RunRecord, listeners: Listener[], parts: RunParts) {
    const { clock, journal, limits } = parts
    this.id = record.id
    this.#record = record
    this.#parts = parts
    this.recorder = new Recorder(clock, journal, this.id)
    this.#members = new Members(limits, record.options.maxLine)
    this.#flow = new Flow(clock, limits.slowConsumerMs, {
      heldUp: (member) => {
        this.recorder.record('held-up', member.id, {})
        this.#turn()
      },
      released: (member) => this.recorder.record('released', member.id, {}),
      tooSlow: (member) => drop(member, 'slow-consumer'),
      changed: () => this.#flowChanged(),
    })
    this.#delivery = new Delivery(this.#members, this.#flow)
    this.#reading = new Reading(this.#members, this.#flow)
    const inSendall = (): boolean => this.#flow.blocksSending
    this.#program = new Program(record.scenario, record.options, (effect) => effects.perform(effect), inSendall)
    const { selects } = traitsOf(record.scenario)
    this.#pace = selects && new Pace(selects, () => this.#paceChanged())
    const context = this.#context()
    this.transfers = context.transfers
    this.#intake = new Intake(context)
    this.disconnecting = new Disconnecting(context, (input) => this.#intake.tell(input))
    const { endOfTurn } = parts
    this.pacing = this.#pace && new Pacing(context, this.#pace, { endOfTurn, turnOver: () => this.#turnOver() })
    this.#inactivity = inactivityOf(context)
    const effects = new Effects(context, this.#intake, { connect: parts.connect, exited: () => parts.exited(this) })
    this.arrivals = new Arrivals((connection, expected) => this.#intake.arrived(connection, expected))
    this.recorder.record('run-started', PROGRAM, { scenario: record.scenario, options: record.options })
    this.doors = new RunDoors(context, listeners)
    // What comes next is the first wake-up of the program, and none of this.
    this.recorder.slept()
    this.#touch()
  }

  /** Lets the program run. */
  begin(): void {
    this.#intake.tell({ type: 'started' })
  }

  join(name: string): Promise<WebParticipant> {
    return this.#parts.join(this, name)
  }

  get joinable(): boolean {
    return this.doors.any && this.#running
  }

  get program(): Listing {
    return this.#program.listing
  }

  /** What the program does now. */
  live(): LiveState {
    const { processes, keyboard } = this.#program
    const select = this.#running ? (this.#pace?.view() ?? null) : null
    return { processes, keyboard, deadlock: this.#deadlock, select }
  }

  /** Types on the program's keyboard; null is end of file. Throws `no-keyboard`, `run-not-running`, `overloaded`. */
  type(bytes: Uint8Array | null): void {
    if (!this.#running) throw new LabError('run-not-running', { run: this.id })
    if (!this.#program.hasKeyboard) throw new LabError('no-keyboard', { run: this.id })
    if (!this.#program.type(bytes)) throw new LabError('overloaded')
    this.#touch()
    this.#turn()
  }

  /** Who is at the other end of the connection that all processes wait for, when they wait for nothing else. */
  get waitsFor(): Connection | null {
    if (this.#reading.held) return null
    const [main, ...others] = this.#program.processes
    if (others.length > 0 || main?.waits?.call !== 'recv' || main.waits.who === undefined) return null
    return this.#members.get(main.waits.who)?.connection ?? null
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
    return { ...this.#record, lastSeq, present: this.#members.known, trouble: this.#trouble }
  }

  /** Those who are here, then the newest of those who left, by number. */
  participants(): Participant[] {
    return this.#members.views()
  }

  /** By what to find its sockets in the system's tables. Once it has stopped its doors may be somebody else's. */
  sockets(): RunSockets {
    return { ...doorsInTables(this.#record), ends: this.#members.ends() }
  }

  hasName(taken: (name: string) => boolean): boolean {
    return this.arrivals.names.some(taken) || [...this.#members].some((member) => !member.leaving && taken(member.name))
  }

  /** Stops or lets go on all reading, because the journal cannot take more (`code`) or can again (null). */
  setTrouble(code: ErrorCode | null): void {
    if (this.#trouble === code || this.#trouble === 'journal-full') return
    this.#trouble = code
    if (code !== null) this.recorder.record('trouble', PROGRAM, { code })
    this.#turn()
    this.#reading.hold('trouble', code !== null)
    this.#touch()
  }

  /** The journal is behind: read nothing until it has caught up. Said to nobody: it lasts milliseconds. */
  set journalBehind(behind: boolean) {
    this.#reading.hold('journal-behind', behind)
  }

  refused(address: string, reason: EventOf<'refused'>['reason'], errno?: string): void {
    this.#intake.refused(address, reason, errno)
  }

  /** Ends the program as its end would: listeners first, then every connection after what is queued for it. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#program.end()
    this.#setState('stopping')
    const closing = this.doors.closeAll()
    this.#delivery.flush()
    for (const member of this.#members) {
      // It is on its way out, in its own time.
      if (member.leaving) continue
      member.ending ??= 'run-stopped'
      this.#reading.want(member, false)
      // What the program never accepted is reset by the kernel when the listening socket closes.
      // FIN in the middle of a file would say that it is whole.
      if (member.state === 'waiting' || member.outgoing) member.connection.reset()
      else member.connection.close()
    }
    const cancel = this.#parts.clock.after(this.#parts.limits.drainMs, () => {
      for (const member of this.#members) member.connection.reset()
    })
    await this.#members.emptied()
    cancel()
    await closing
    await this.transfers.close()
    this.recorder.record('run-stopped', PROGRAM, {})
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

  #context(): RunContext {
    const running = (): boolean => this.#running
    const { clock, limits, journal, files } = this.#parts
    const [touch, turn] = [() => this.#touch(), () => this.#turn()]
    const [record, recorder, reading, pace] = [this.#record, this.recorder, this.#reading, this.#pace]
    const shared = { record, clock, recorder, reading, pace, touch, turn }
    return {
      ...shared,
      limits,
      journal,
      members: this.#members,
      flow: this.#flow,
      delivery: this.#delivery,
      program: this.#program,
      transfers: new Transfers(files, { ...shared, tell: (input) => this.#intake.tell(input) }),
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
    this.#delivery.flush()
    const slept = this.recorder.slept(this.#pace?.awake)
    // Before reading goes on: a step is over with its wake-up. One of which nothing was recorded is told of by nobody else.
    if (this.#pace?.turnOver(slept) && slept.first === null) this.#touch()
    this.#reading.turnOver()
    this.#inactivity?.look()
  }

  #flowChanged(): void {
    this.#reading.adjust()
    this.#program.sent()
    this.#touch()
    this.#turn()
  }

  /** What is ready is read in the next round of the event loop; who came meanwhile is told of in that same wake-up. */
  #paceChanged(): void {
    this.#reading.hold('pace', this.#pace!.holds)
    this.#touch()
    this.#parts.endOfTurn(() => {
      this.#pace!.goOn()
      // At once: a newcomer that was accepted is read in the next wake-up, and what came in another round is not this one's.
      this.#turnOver()
    })
  }

  #touch(): void {
    this.#parts.changed(this)
  }
}
