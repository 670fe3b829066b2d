/**
 * A run on real connections: puts its parts together and is what the lab uses. The only place where the pure core meets
 * IO: `connection-events.ts` turns the connections' events into inputs, `effects.ts` carries out what the program
 * decides. Counterparts: `runtime/run/shell.ts`, what every run has; `runtime/lab/lab.ts`.
 */
import type { LabError } from '../../core/errors.ts'
import type { Connection, OpenListener } from '../../endpoints/port.ts'
import type { FileStore } from '../../files/port.ts'
import type { RunRecord } from '../../journal/port.ts'
import type { By } from '#shared/protocol/by.ts'
import type { EventOf } from '#shared/protocol/events.ts'
import type { SelectView } from '#shared/protocol/program.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { Children } from '../run/children.ts'
import { PendingJoins } from './pending-joins.ts'
import { FanOut } from './fan-out.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import { sendingOf } from '#shared/model/traits.ts'
import { traitsOf } from '#programs/traits.ts'
import { Disconnecting } from './disconnecting.ts'
import { Effects } from './effects.ts'
import { Backpressure } from './backpressure.ts'
import { noteWaits, type Blocked } from './waits-told.ts'
import { idleTimeoutOf, type IdleTimeout } from './idle-timeout.ts'
import { ConnectionEvents } from './connection-events.ts'
import type { Peer } from './peer.ts'
import { PeerPlaces } from './peer-places.ts'
import { Peers } from './peers.ts'
import { Stepper } from '../run/stepper.ts'
import { StepperControl } from './stepper-control.ts'
import type { StreamEffect } from '#programs/common/program.ts'
import { Interpreter } from '../run/interpreter.ts'
import { inSendall } from './in-sendall.ts'
import { ReadGate } from './read-gate.ts'
import { recordLines } from './record-lines.ts'
import { RunShell, type ShellParts } from '../run/shell.ts'
import { Transfers } from '../transfers/transfers.ts'
import { closeAll, cutOffAll } from './close-all.ts'
import { drop, type StreamContext } from './context.ts'
import { Voices } from './voices.ts'
import { RunListeners } from '../listeners/run-listeners.ts'
import { listenersInTables, type RunSockets } from '../../kernel/run-sockets.ts'
import type { WebParticipant } from '../run/web-participant.ts'

export interface StreamRunParts extends ShellParts {
  readonly files: FileStore
  /** Connects to the target of the options. */
  readonly connect: () => Promise<Connection>
  /** Places for its child processes, among those of the lab. */
  readonly children: Children
  /** Joins it on a browser's behalf. */
  readonly join: (run: StreamRun, name: string, by: By | undefined) => Promise<WebParticipant>
  /** Who started it; undefined where the lab did. */
  readonly by: By | undefined
}

export class StreamRun extends RunShell {
  readonly pendingJoins: PendingJoins
  readonly listeners: RunListeners
  readonly stepperControl: StepperControl | null
  readonly disconnecting: Disconnecting
  readonly voices: Voices
  readonly transfers: Transfers
  protected readonly interpreter: Interpreter<StreamEffect>
  readonly #parts: StreamRunParts
  readonly #context: StreamContext
  readonly #peers: Peers
  readonly #backpressure: Backpressure
  readonly #fanOut: FanOut
  readonly #readGate: ReadGate
  readonly #stepper: Stepper | null
  readonly #connectionEvents: ConnectionEvents
  readonly #idleTimeout: IdleTimeout | null
  #deadlock: string | null = null
  /** Who waits for whom, as the participants have it. */
  #toldOf: readonly Blocked[] = []

  constructor(record: RunRecord, listeners: OpenListener[], parts: StreamRunParts) {
    super(record, parts)
    const { clock, limits, endOfTurn } = parts
    this.#parts = parts
    this.#peers = new Peers(record.options.maxLine)
    const traits = traitsOf(record.program)
    this.#backpressure = new Backpressure({
      clock,
      now: () => this.recorder.now,
      sending: sendingOf(traits, record.options),
      // Who asks for sendall where there are queues wants to see what it does: it stands there for as long as it takes.
      slowMs: record.options.sending === 'sendall' ? Infinity : limits.slowConsumerMs,
      events: {
        blocked: (blocked) => this.#tellBlocked('blocked', blocked),
        unblocked: (blocked, lost) => this.#tellBlocked('unblocked', blocked, lost),
        tooSlow: (peer) => drop(peer, 'slow-consumer'),
        changed: () => this.#backpressureChanged(),
        moved: () => this.touch(),
      },
    })
    this.#fanOut = new FanOut(this.#peers, this.#backpressure)
    this.#readGate = new ReadGate(this.#peers, this.#backpressure, { clock, turn: this.turn })
    this.interpreter = new Interpreter<StreamEffect>(
      record.program,
      record.options,
      (effect) => effects.perform(effect),
      inSendall(this.#backpressure, traits.sends),
    )
    const { selects } = traits
    this.#stepper =
      selects &&
      new Stepper(
        selects,
        () => this.#stepperChanged(),
        () => this.#backpressure.blocksProgram,
      )
    const context = this.#contextOf()
    this.#context = context
    this.transfers = context.transfers
    this.voices = context.voices
    this.#connectionEvents = new ConnectionEvents(context)
    this.disconnecting = new Disconnecting(context, (input) => this.#connectionEvents.tell(input))
    const turnOver = (): void => this.turnOver()
    this.stepperControl = this.#stepper && new StepperControl(context, this.#stepper, { endOfTurn, turnOver })
    this.#idleTimeout = idleTimeoutOf(context)
    const exited = (): void => parts.exited(this.id)
    const { connect, children } = parts
    const effects = new Effects(context, this.#connectionEvents, { connect, children, exited })
    this.pendingJoins = new PendingJoins((connection, expected) => this.#connectionEvents.arrived(connection, expected))
    this.recorder.record('run-started', PROGRAM, {
      program: record.program,
      options: record.options,
      ...(parts.by && { by: parts.by }),
    })
    this.listeners = new RunListeners(context, listeners)
    // The program's first wake-up comes after all this.
    this.recorder.slept()
    this.touch()
  }

  async join(name: string, by?: By): Promise<WebParticipant> {
    this.mustTake()
    return this.#parts.join(this, name, by)
  }

  get joinable(): boolean {
    return this.listeners.any && this.running
  }

  protected override selectView(): SelectView | null {
    return this.#stepper?.view() ?? null
  }

  /** The participant that all processes wait for, if they wait for nothing else. */
  get waitsFor(): Connection | null {
    if (this.#readGate.isClosed) return null
    const [main, ...others] = this.interpreter.processes
    if (others.length > 0 || main?.waits?.call !== 'recv' || main.waits.who === undefined) return null
    return this.#peers.get(main.waits.who)?.connection ?? null
  }

  override get deadlock(): string | null {
    return this.#deadlock
  }
  override set deadlock(other: string | null) {
    if (other === this.#deadlock) return
    this.#deadlock = other
    if (other !== null) this.recorder.record('deadlock', PROGRAM, { run: other })
    this.touch()
    this.turn()
  }

  protected get present(): number {
    return this.#peers.known
  }

  participants(): Participant[] {
    return this.#peers.views()
  }

  here(): Participant[] {
    return [...this.#peers].map((one) => one.view())
  }

  /** Empty once it has stopped: its listeners may be somebody else's by then. */
  sockets(): RunSockets {
    return { ...listenersInTables(this.record), ends: this.#peers.ends() }
  }

  protected get namesTaken(): string[] {
    const here = [...this.#peers].filter(({ web, given, leaving }) => (web || given !== null) && !leaving)
    return [...this.pendingJoins.names, ...here.map(({ name }) => name)]
  }

  protected nameable(participant: number): Peer | undefined {
    const peer = this.#peers.get(participant)
    return peer?.leaving ? undefined : peer
  }

  protected pauseReading(reason: 'trouble' | 'journal-behind' | 'freeze', on: boolean): void {
    this.#readGate.hold(reason, on)
    // Who comes to a run that is full for good need not wait.
    if (reason === 'trouble') this.pendingJoins.hold(on && !this.recorder.full ? this.refusal : null)
  }

  refused(address: string, reason: EventOf<'refused'>['reason'], errno?: string): void {
    this.#connectionEvents.refused(address, reason, errno)
  }

  /** Closes the listeners first, then every connection after what is queued for it. */
  protected async windDown(): Promise<void> {
    this.voices.letGo()
    const listening = this.listeners.closeAll()
    this.pendingJoins.hold(null)
    this.#connectionEvents.close()
    await closeAll(this.#context)
    await listening
    await this.transfers.close()
  }

  cutOff(): void {
    cutOffAll(this.#peers)
  }

  #contextOf(): StreamContext {
    const { clock, limits, journal, files } = this.#parts
    const { touch, turn, recorder, record, keptOut } = this
    const [readGate, stepper] = [this.#readGate, this.#stepper]
    const shared = { record, clock, recorder, readGate, stepper, touch, turn }
    const running = (): boolean => this.running
    const accepting = (): boolean => this.running && this.trouble === null
    const refusal = (): LabError | null => this.refusal
    const voices = new Voices({
      ...shared,
      peers: this.#peers,
      get running() {
        return running()
      },
    })
    return {
      ...shared,
      voices,
      keptOut,
      limits,
      journal,
      peers: this.#peers,
      places: new PeerPlaces(limits),
      backpressure: this.#backpressure,
      fanOut: this.#fanOut,
      interpreter: this.interpreter,
      transfers: new Transfers(files, { ...shared, tell: (input) => this.#connectionEvents.tell(input) }),
      get running() {
        return running()
      },
      get accepting() {
        return accepting()
      },
      get refusal() {
        return refusal()
      },
      recordLines: (from, lines, to) => void recordLines(recorder, from, lines, to),
    }
  }

  protected turnOver(): void {
    this.voices.turnOver()
    this.#fanOut.flush()
    const slept = this.recorder.slept(this.#stepper?.awake)
    // Before reading resumes: a step ends with its wake-up. Nothing else reports a wake-up without events.
    if (this.#stepper?.turnOver(slept) && slept.first === null) this.touch()
    this.#readGate.turnOver()
    this.#idleTimeout?.look()
  }

  #tellBlocked(kind: 'blocked' | 'unblocked', { peer, senders }: Blocked, lost = false): void {
    this.recorder.record(kind, peer.id, { ...(senders && { senders: [...senders] }), ...(lost && { lost }) })
    this.turn()
  }

  #backpressureChanged(): void {
    const { told } = this.#backpressure
    if (told !== this.#toldOf) noteWaits(this.#peers, (this.#toldOf = told))
    this.#readGate.adjust()
    this.interpreter.sent()
    this.#stepper?.goOn()
    this.touch()
    this.turn()
  }

  /** Ready sockets are read in the next round of the event loop; newcomers until then belong to that wake-up. */
  #stepperChanged(): void {
    this.#readGate.hold('stepper', this.#stepper!.holds)
    this.touch()
    this.#parts.endOfTurn(() => {
      this.#stepper!.goOn()
      // At once: an accepted newcomer is read in the next wake-up, and bytes of another round are not part of this one.
      this.turnOver()
    })
  }
}
