/**
 * Holds the runs: starts and stops them, keeps them in step with the journal, answers who and what there is.
 * Counterparts: `runtime/streams/stream-run.ts` below, `gateway/` above. Invariant: a run exists here only if the journal knows it.
 */
import type { Clock } from '../../core/clock.ts'
import type { DatagramEndpoint, SocketAddress } from '../../endpoints/datagram-port.ts'
import type { Connection, OpenListener } from '../../endpoints/port.ts'
import { LabError } from '../../core/errors.ts'
import type { FileStore } from '../../files/port.ts'
import { LAB, type Asker, type Detail, type Journal, type RunRecord, type Trouble } from '../../journal/port.ts'
import { completeOptions, programOf } from '#programs/registry.ts'
import { traitsOf } from '#programs/traits.ts'
import { connects } from '#shared/model/traits.ts'
import type { ListenAddress, Participant, Run as RunView, ProgramId } from '#shared/protocol/model.ts'
import type { AnyOptions, Target } from '#shared/model/options.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Disconnect } from '#shared/protocol/events.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { StepperState } from '#shared/protocol/stepper.ts'
import type { Listing } from '#shared/protocol/program.ts'
import type { Limits } from '../run/limits.ts'
import { Afterwards } from './afterwards.ts'
import { startDatagrams, type DatagramStartParts } from './datagram-start.ts'
import { deadlockedWith } from './deadlock.ts'
import { LabFiles } from './files.ts'
import { ListenerOpener, type OpenerParts } from '../listeners/opener.ts'
import { EarlyConnections } from '../listeners/early-connections.ts'
import { portTaken, type ExplainTaken, type PortTakenParts } from '../listeners/port-taken.ts'
import { StreamRun } from '../streams/stream-run.ts'
import type { LiveRun } from './live-run.ts'
import { joinRun } from '../streams/web-participants.ts'
import type { WebParticipant } from '../run/web-participant.ts'

/** Two programs that have waited for one another for so long wait for ever. */
const SETTLED_MS = 100

export interface LabParts extends OpenerParts, Omit<PortTakenParts, 'runs'> {
  readonly clock: Clock
  readonly journal: Journal
  readonly limits: Limits
  /** Keeps what runs receive as files. */
  readonly files: FileStore
  readonly datagrams: DatagramEndpoint
  /** Datagrams that the kernel has dropped of those for a socket; null where it does not tell. */
  readonly dropsOf: (local: SocketAddress) => Promise<number | null>
  readonly endOfTurn: (callback: () => void) => void
  /** Checks where a client may connect. Resolves to the address to dial; throws `target-denied`, `target-unknown`. */
  readonly resolveTarget: (target: Target, asker: string | undefined) => Promise<string>
}

export interface StartRequest {
  readonly program: ProgramId
  /** By the schema of the program; what is missing takes its default. */
  readonly options?: unknown
  /** All of them or none. Without it: the next free port of the lab's host. A client does not listen. */
  readonly listen?: readonly ListenAddress[]
  /** Who asks: a client may be aimed at its address. Absent where the lab itself does. */
  readonly by?: By | undefined
}

export interface LabObserver {
  /** A run is new, or its view or participants have changed. */
  runChanged(run: string): void
  /** Entries of a run were committed. */
  committed(run: string, seq: number): void
}

export class Lab {
  readonly #parts: LabParts
  readonly #opener: ListenerOpener
  readonly #explainTaken: ExplainTaken
  readonly files: LabFiles
  readonly #afterwards: Afterwards
  readonly #runs = new Map<string, LiveRun>()
  /** Runs that have ended, as the journal remembers them. */
  readonly #past = new Map<string, RunView>()
  readonly #observers = new Set<LabObserver>()
  #behind = false
  #trouble: Trouble | null = null

  private constructor(parts: LabParts) {
    this.#parts = parts
    this.#explainTaken = portTaken({ ...parts, runs: () => this.#runs.values() })
    this.#opener = new ListenerOpener(parts, () => this.views(), this.#explainTaken)
    this.files = new LabFiles(parts.files, this)
    this.#afterwards = new Afterwards(parts.clock, parts.journal)
  }

  /** Reads what the journal remembers, and listens to it from then on. */
  static async open(parts: LabParts): Promise<Lab> {
    const lab = new Lab(parts)
    for (const run of await parts.journal.runs(LAB)) {
      // Earlier versions gave listeners no number.
      const listeners = run.listeners.map((listener, index) => ({ ...listener, number: listener.number ?? index + 1 }))
      lab.#past.set(run.id, { ...run, listeners, present: 0, trouble: null })
    }
    parts.journal.onCommitted((run, seq) => lab.#committed(run, seq))
    parts.journal.onTrouble((trouble) => lab.#troubled(trouble))
    return lab
  }

  get journal(): Journal {
    return this.#parts.journal
  }

  get running(): number {
    return this.#runs.size
  }

  /** Why the journal cannot be written now; null when it can. */
  get trouble(): Trouble | null {
    return this.#trouble
  }

  listen(listener: LabObserver): () => void {
    this.#observers.add(listener)
    return () => this.#observers.delete(listener)
  }

  /** Newest first. */
  views(): RunView[] {
    const live = [...this.#runs.values()].map((run) => run.view())
    return [...live, ...this.#past.values()].sort((a, b) => b.startedAt - a.startedAt || Number(b.id) - Number(a.id))
  }

  /** Throws `unknown-run`. */
  view(id: string): RunView {
    const view = this.#runs.get(id)?.view() ?? this.#past.get(id)
    if (!view) throw new LabError('unknown-run', { run: id })
    return view
  }

  /** A run that lives; undefined when it has ended or never was. */
  live(id: string): LiveRun | undefined {
    return this.#runs.get(id)
  }

  /** Those who are here and the newest of those who left; of an ended run, the newest 600. Throws what the journal does. */
  async participants(id: string, asker: Asker): Promise<Participant[]> {
    const { lastSeq } = this.view(id)
    const live = this.#runs.get(id)?.participants()
    if (live) return live
    const query = { run: id, from: 1, to: Math.max(1, lastSeq), limit: 600, newest: true }
    return (await this.journal.participants(query, asker)).participants
  }

  /**
   * Starts a run. Throws `bad-request` (options), `port-in-use` and its kin (`runtime/listeners/port-taken.ts`), `no-free-port`, `port-denied`, `address-unavailable`,
   * `port-in-time-wait`, `port-still-connected`, `reuse-unsupported`, `target-denied`, `target-unknown`, `too-many-runs`.
   */
  async start(request: StartRequest): Promise<RunView> {
    const { runs } = this.#parts.limits
    if (this.#runs.size + this.#starting >= runs) throw new LabError('too-many-runs', { limit: runs })
    if (this.#trouble) throw new LabError(this.#trouble.code)
    this.#starting++
    try {
      return await this.#start(request)
    } finally {
      this.#starting--
    }
  }
  #starting = 0

  async #start(request: StartRequest): Promise<RunView> {
    const { limits, journal, clock, files } = this.#parts
    const completed = completeOptions(request.program, request.options)
    if ('wrong' in completed) throw new LabError('bad-request', { detail: completed.wrong })
    const { options } = completed
    const traits = traitsOf(request.program)
    if (traits.carrier === 'datagram') {
      return this.#begin(await startDatagrams(request, options, this.#datagramParts(request.by)))
    }
    const isServer = !connects(traits, options)
    const connect = isServer ? null : await this.#connectorTo(options.target, request.by?.address)

    const early = new EarlyConnections()
    const listeners = isServer ? await this.#listen(request, options, early) : []
    let record: RunRecord
    try {
      record = await journal.createRun({
        program: request.program,
        options,
        state: 'running',
        listeners: listeners.map((listener, index) => ({ number: index + 1, ...listener.bound })),
        startedAt: clock.now(),
        stoppedAt: null,
      })
    } catch (error) {
      early.turnAway()
      await Promise.all(listeners.map((listener) => listener.close()))
      throw error
    }
    const started = new StreamRun(record, listeners, {
      clock,
      journal,
      limits,
      files,
      endOfTurn: (callback) => this.#endOfTurn(callback),
      connect: connect ?? (() => Promise.reject(new LabError('internal'))),
      join: (it, name, by) => joinRun(it, { name, by }, this.#parts.endpoints, this.#parts.endOfTurn),
      by: request.by,
      ...this.#watch,
    })
    return this.#begin(started, () => early.handOver(started))
  }

  readonly #watch = {
    changed: (run: string) => this.#changed(run),
    // Why a journal could not be flushed is told by its trouble.
    exited: (run: string) => void this.stop(run).catch(() => {}),
  }

  /** @param begun called when the program runs */
  #begin(run: LiveRun, begun: () => void = () => {}): RunView {
    this.#runs.set(run.id, run)
    run.journalBehind = this.#behind
    run.begin()
    begun()
    this.#changed(run.id)
    return run.view()
  }

  #datagramParts(by: By | undefined): DatagramStartParts {
    return {
      ...this.#parts,
      by,
      ...this.#watch,
      endpoint: this.#parts.datagrams,
      explainTaken: this.#explainTaken,
      endOfTurn: (callback) => this.#endOfTurn(callback),
      nextFree: (open) => this.#opener.nextFree(open),
    }
  }

  async #listen(
    { program, listen, by }: StartRequest,
    options: AnyOptions,
    early: EarlyConnections,
  ): Promise<OpenListener[]> {
    if (!listen) return [await this.#opener.openNextFree(early.handlersOf({ number: 1 }), options.reuseAddress)]
    try {
      return await this.#opener.open({ program, options, listen, asker: by?.address, first: 1 }, early.handlersOf)
    } catch (error) {
      early.turnAway()
      throw error
    }
  }

  /**
   * Opens one more listener to a run, or two where it is of both families. Throws what `start` throws of listeners, and
   * `unknown-run`, `run-not-running`, `not-joinable`, `too-many-listeners`.
   */
  async openListener(id: string, address: ListenAddress, by?: By): Promise<RunView> {
    const run = this.#streaming(id)
    const count = address.transport !== 'unix' && address.family === 'both' ? 2 : 1
    const first = run.listeners.reserve(count)
    const { program, options } = run.view()
    const early = new EarlyConnections()
    const listeners = await this.#opener
      .open({ program, options, listen: [address], asker: by?.address, first }, early.handlersOf)
      .catch((error: unknown) => {
        early.turnAway()
        throw error
      })
      .finally(() => run.listeners.release(count))
    // It may have been stopped meanwhile.
    if (!run.listeners.add(first, listeners, by)) {
      early.turnAway()
      await Promise.all(listeners.map((listener) => listener.close()))
      throw new LabError('run-not-running', { run: id })
    }
    early.handOver(run)
    return run.view()
  }

  /** Closes a listener; its connections live on. Throws what `RunListeners.close` throws, and `unknown-run`. */
  closeListener(id: string, number: number, by?: By): RunView {
    const run = this.#streaming(id)
    run.listeners.close(number, by)
    return run.view()
  }

  /** Stops a run and waits until its last connection is gone. Stopping an ended run does nothing. Throws `unknown-run`. */
  async stop(id: string, by?: By): Promise<RunView> {
    const run = this.#runs.get(id)
    if (!run) return this.view(id)
    await run.stop(by)
    if (this.#runs.delete(id)) {
      this.#past.set(id, run.view())
      this.#afterwards.ended(id, run.recorder.lastSeq)
    }
    this.#changed(id)
    return run.view()
  }

  async stopAll(): Promise<void> {
    this.#stopLooking()
    await Promise.all([...this.#runs.keys()].map((id) => this.stop(id)))
  }

  /** The listing of a run's program. Throws `unknown-run`. */
  listing(id: string): Listing {
    const { program, options } = this.view(id)
    return programOf(program).listing(options)
  }

  /** Types on the keyboard of a run's program; null is end of file. Throws what `LiveRun.type` throws, and `unknown-run`. */
  type(id: string, bytes: Uint8Array | null, taken?: () => void): void {
    this.#running(id).type(bytes, taken)
  }

  /** Records a change of a run that has no event of its own; the run may have ended. Throws `unknown-run`. */
  record(id: string, detail: Detail<'command'>): void {
    const run = this.#runs.get(id)
    if (run) run.recorder.recordBeside('command', PROGRAM, detail)
    else this.#afterwards.record(this.view(id), detail)
  }

  /** How a run's select takes its wake-ups. Throws `no-select`, what `Pacing.set` throws, and `unknown-run`. */
  setStepper(id: string, pace: StepperState, by: By): void {
    const { pacing } = this.#running(id)
    if (!pacing) throw new LabError('no-select', { run: id })
    pacing.set(pace, by)
  }

  /** A page has gone for good: what it holds goes on. */
  pageGone(page: number): void {
    for (const run of this.#runs.values()) run.pacing?.pageGone(page)
  }

  /**
   * Ends the connection of a participant. Throws `no-connection` where the program has datagrams, what `Disconnecting.ask`
   * throws, and `unknown-run`.
   */
  disconnect(id: string, participant: number, how: Disconnect, by: By): void {
    const { disconnecting } = this.#running(id)
    if (!disconnecting) throw new LabError('no-connection', { run: id, participant })
    disconnecting.ask(participant, how, by)
  }

  /** Joins a run on a browser's behalf. Throws what `joinRun` throws, and `unknown-run`. */
  async join(id: string, name: string, by?: By): Promise<WebParticipant> {
    return this.#running(id).join(name, by)
  }

  /** 8080 when it is free, else the first free port of 8081 to 8179; null when none is. Found by trying to listen. */
  async nextPort(): Promise<number | null> {
    try {
      const listener = await this.#opener.openNextFree({ connected: (connection) => connection.reset(), dropped() {} })
      await listener.close()
      return listener.bound.port
    } catch (error) {
      if (error instanceof LabError && error.code === 'no-free-port') return null
      throw error
    }
  }

  async #connectorTo(target: Target | undefined, asker: string | undefined): Promise<() => Promise<Connection>> {
    if (!target) throw new LabError('bad-request', { detail: 'options.target is missing' })
    const address = await this.#parts.resolveTarget(target, asker)
    return () => this.#parts.endpoints.tcp.dial(address, target.port)
  }

  #running(id: string): LiveRun {
    const run = this.#runs.get(id)
    if (run) return run
    this.view(id)
    throw new LabError('run-not-running', { run: id })
  }

  #streaming(id: string): StreamRun {
    const run = this.#running(id)
    if (run instanceof StreamRun) return run
    throw new LabError('bad-request', { detail: 'a program of datagrams keeps the listeners that it started with' })
  }

  #endOfTurn(callback: () => void): void {
    this.#parts.endOfTurn(() => {
      callback()
      if (!this.#behind && this.journal.pending > this.#parts.limits.journalPending) this.#setBehind(true)
    })
  }

  #committed(id: string, seq: number): void {
    this.#runs.get(id)?.recorder.committedUpTo(seq)
    const past = this.#past.get(id)
    if (past) past.lastSeq = Math.max(past.lastSeq, seq)
    if (this.#behind && this.journal.pending < this.#parts.limits.journalPending / 2) this.#setBehind(false)
    for (const listener of this.#observers) listener.committed(id, seq)
  }

  #changed(id: string): void {
    for (const listener of this.#observers) listener.runChanged(id)
    this.#lookForDeadlock()
  }

  /**
   * Looks twice, with a moment between: what one program has just written may be on its way to the other. Two that wait
   * for one another both times, with nothing recorded between, wait for ever.
   */
  #lookForDeadlock(suspects: ReadonlyMap<LiveRun, string> | null = null): void {
    if (this.#looking) return
    this.#looking = true
    this.#stopLooking = this.#parts.clock.after(SETTLED_MS, () => {
      this.#looking = false
      const seen = new Map<LiveRun, string>()
      for (const run of this.#runs.values()) {
        const other = deadlockedWith(run, this.#runs.values())
        const sight = other && `${other.id} ${run.recorder.lastSeq} ${other.recorder.lastSeq}`
        if (sight) seen.set(run, sight)
        if (!other) run.deadlock = null
        else if (suspects?.get(run) === sight) run.deadlock = other.id
      }
      if ([...seen.keys()].some((run) => run.live().deadlock === null)) this.#lookForDeadlock(seen)
    })
  }
  #looking = false
  #stopLooking: () => void = () => {}

  /** Holds everybody back while the journal is too far behind. */
  #setBehind(behind: boolean): void {
    this.#behind = behind
    for (const run of this.#runs.values()) run.journalBehind = behind
  }

  #troubled(trouble: Trouble | null): void {
    this.#trouble = trouble
    for (const run of this.#runs.values()) run.setTrouble(trouble?.code ?? null)
  }
}
