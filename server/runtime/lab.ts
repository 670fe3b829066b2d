/**
 * Holds the runs: starts and stops them, keeps them in step with the journal, answers who and what there is.
 * Counterparts: `run.ts` below, `gateway/` above. Invariant: a run exists here only if the journal knows it.
 */
import type { Clock } from '../core/clock.ts'
import type { Connection, Endpoint, ListenHandlers, Listener } from '../endpoints/port.ts'
import { LabError } from '../errors.ts'
import type { FileStore, StoredFile } from '../files/port.ts'
import type { Journal, RunRecord, Trouble } from '../journal/port.ts'
import type { SocketTables } from '../kernel/port.ts'
import { DEFAULT_PORT, PORT_RANGE } from '../wire/limits.ts'
import { completeOptions, scenarioOf } from '../scenarios/registry.ts'
import type { ListenAddress, Participant, Run as RunView, ScenarioId, Transport } from '../wire/model.ts'
import type { FileView } from '../wire/files.ts'
import type { Target } from '../wire/options.ts'
import type { Listing, SelectPace } from '../wire/program.ts'
import type { Limits } from './limits.ts'
import { deadlockedWith } from './deadlock.ts'
import { bindsWithoutReuse, isLeftOver } from './reuse-address.ts'
import { Run } from './run.ts'
import { joinRun, type WebParticipant } from './web-participants.ts'

/** Two programs that have waited for one another for so long wait for ever. */
const SETTLED_MS = 100

export interface LabParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly limits: Limits
  /** Keeps what runs receive as files. */
  readonly files: FileStore
  readonly endpoints: Record<Transport, Endpoint>
  readonly endOfTurn: (callback: () => void) => void
  /** Host of doors whose request names none. */
  readonly host: string
  /** Checks where a client may connect. Resolves to the address to dial; throws `target-denied`, `target-unknown`. */
  readonly resolveTarget: (target: Target, asker: string | undefined) => Promise<string>
  /** Who listens on a port, in words; '' where the system does not tell. */
  readonly holderOf: (port: number) => string
  /** The kernel's tables, for doors without reuse-address. */
  readonly tables: SocketTables
}

export interface StartRequest {
  readonly scenario: ScenarioId
  /** By the schema of the scenario; what is missing takes its default. */
  readonly options?: unknown
  /** Without it: the next free port of the lab's host. A client does not listen. */
  readonly listen?: ListenAddress
  /** Address of who asks: a client may be aimed at it. */
  readonly asker?: string
}

export interface LabListener {
  /** A run is new, or its view or participants have changed. */
  runChanged(run: string): void
  /** Entries of a run were committed. */
  committed(run: string, seq: number): void
}

export class Lab {
  readonly #parts: LabParts
  readonly #runs = new Map<string, Run>()
  /** Runs that have ended, as the journal remembers them. */
  readonly #past = new Map<string, RunView>()
  readonly #listeners = new Set<LabListener>()
  #behind = false
  #trouble: Trouble | null = null

  private constructor(parts: LabParts) {
    this.#parts = parts
  }

  /** Reads what the journal remembers, and listens to it from then on. */
  static async open(parts: LabParts): Promise<Lab> {
    const lab = new Lab(parts)
    for (const run of await parts.journal.runs()) lab.#past.set(run.id, { ...run, present: 0, trouble: null })
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

  listen(listener: LabListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
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
  live(id: string): Run | undefined {
    return this.#runs.get(id)
  }

  /** Those who are here and the newest of those who left; of an ended run, the newest 600. */
  async participants(id: string): Promise<Participant[]> {
    const { lastSeq } = this.view(id)
    return (
      this.#runs.get(id)?.participants() ?? (await this.journal.participants(id, 1, Math.max(1, lastSeq))).slice(-600)
    )
  }

  /**
   * Starts a run. Throws `bad-request` (options), `port-in-use`, `no-free-port`, `port-denied`, `address-unavailable`,
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
    const completed = completeOptions(request.scenario, request.options)
    if ('wrong' in completed) throw new LabError('bad-request', { detail: completed.wrong })
    const { options } = completed
    const isServer = scenarioOf(request.scenario).role(options) === 'server'
    const connect = isServer ? null : await this.#connectorTo(options.target, request.asker)

    // Whoever connects before the run is recorded waits, paused, and is handed over in order.
    const early: Connection[] = []
    let run: Run | null = null
    const handlers = {
      connected: (connection: Connection) => (run ? run.arrivals.came(connection) : early.push(connection)),
      dropped: (address: string) => run?.refused(address, 'descriptors'),
    }
    const listeners = isServer
      ? [
          request.listen
            ? await this.#open(request.listen, handlers, options.reuseAddress)
            : await this.#openNextFree(handlers, options.reuseAddress),
        ]
      : []
    let record: RunRecord
    try {
      record = await journal.createRun({
        scenario: request.scenario,
        options,
        state: 'running',
        doors: listeners.map((listener) => listener.door),
        startedAt: clock.now(),
        stoppedAt: null,
      })
    } catch (error) {
      await Promise.all(listeners.map((listener) => listener.close()))
      throw error
    }
    const started = new Run(record, listeners, {
      clock,
      journal,
      limits,
      files,
      endOfTurn: (callback) => this.#endOfTurn(callback),
      connect: connect ?? (() => Promise.reject(new LabError('internal'))),
      changed: (it) => this.#changed(it.id),
      // Why a journal could not be flushed is told by its trouble.
      exited: (it) => void this.stop(it.id).catch(() => {}),
    })
    run = started
    this.#runs.set(record.id, started)
    started.journalBehind = this.#behind
    started.begin()
    for (const connection of early) started.arrivals.came(connection)
    this.#changed(record.id)
    return started.view()
  }

  /** Stops a run and waits until its last connection is gone. Stopping an ended run does nothing. Throws `unknown-run`. */
  async stop(id: string): Promise<RunView> {
    const run = this.#runs.get(id)
    if (!run) return this.view(id)
    await run.stop()
    if (this.#runs.delete(id)) this.#past.set(id, run.view())
    this.#changed(id)
    return run.view()
  }

  async stopAll(): Promise<void> {
    this.#stopLooking()
    await Promise.all([...this.#runs.keys()].map((id) => this.stop(id)))
  }

  /** The listing of a run's program. Throws `unknown-run`. */
  program(id: string): Listing {
    const { scenario, options } = this.view(id)
    return scenarioOf(scenario).program(options)
  }

  /** The newest files that a run received or sent, by number. Throws `unknown-run`. */
  async files(id: string): Promise<FileView[]> {
    const stored = await this.#parts.files.list(this.view(id))
    const live = new Map(
      this.#runs
        .get(id)
        ?.files()
        .map((file) => [file.id, file]),
    )
    return stored.map((file) => live.get(file.id) ?? file)
  }

  /** Opens a file that a run received, as far as it has come. Throws `unknown-run`, `unknown-file`. */
  async file(id: string, file: number): Promise<StoredFile> {
    const found = await this.#parts.files.open(this.view(id), file)
    if (!found) throw new LabError('unknown-file', { run: id, file })
    return found
  }

  /** Types on the keyboard of a run's program; null is end of file. Throws what `Run.type` throws, and `unknown-run`. */
  type(id: string, bytes: Uint8Array | null): void {
    this.#running(id).type(bytes)
  }

  /** How a run's select takes its wake-ups. Throws what `Run.setPace` throws, and `unknown-run`. */
  setPace(id: string, pace: SelectPace): void {
    this.#running(id).setPace(pace)
  }

  /** Joins a run on a browser's behalf. Throws what `joinRun` throws, and `unknown-run`. */
  async join(id: string, name: string): Promise<WebParticipant> {
    return joinRun(this.#running(id), name, this.#parts.endpoints.tcp)
  }

  /** 8080 when it is free, else the first free port of 8081 to 8179; null when none is. Found by trying to listen. */
  async nextPort(): Promise<number | null> {
    try {
      const listener = await this.#openNextFree({ connected: (connection) => connection.reset(), dropped() {} })
      await listener.close()
      return listener.door.port
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

  #running(id: string): Run {
    const run = this.#runs.get(id)
    if (run) return run
    this.view(id)
    throw new LabError('run-not-running', { run: id })
  }

  #endOfTurn(callback: () => void): void {
    this.#parts.endOfTurn(() => {
      callback()
      if (!this.#behind && this.journal.pending > this.#parts.limits.journalPending) this.#setBehind(true)
    })
  }

  /** @param reuse false: only where bind(2) without SO_REUSEADDR would succeed */
  async #tryOpen(address: ListenAddress, handlers: ListenHandlers, reuse = true): Promise<Listener> {
    const host = address.host ?? this.#parts.host
    if (!reuse) await bindsWithoutReuse(this.#parts.tables, { host, port: address.port }, this.#wasDual(address.port))
    return this.#parts.endpoints[address.transport].listen({ ...address, host }, handlers)
  }

  /** Whether a run of this lab has listened on this port for both families. */
  #wasDual(port: number): boolean {
    return this.views().some(({ doors }) => doors.some((door) => door.port === port && door.host === '::'))
  }

  async #open(address: ListenAddress, handlers: ListenHandlers, reuse?: boolean): Promise<Listener> {
    try {
      return await this.#tryOpen(address, handlers, reuse)
    } catch (error) {
      if (!isPortInUse(error)) throw error
      const holder = this.#parts.holderOf(address.port)
      throw new LabError('port-in-use', { ...error.params, holder: holder && ` (${holder})` }, error)
    }
  }

  async #openNextFree(handlers: ListenHandlers, reuse?: boolean): Promise<Listener> {
    const [first, last] = PORT_RANGE
    const ours = new Set([...this.#runs.values()].flatMap((run) => run.view().doors.map((door) => door.port)))
    for (let port = DEFAULT_PORT; port <= last; port = Math.max(port + 1, first)) {
      if (ours.has(port)) continue
      try {
        return await this.#tryOpen({ transport: 'tcp', port }, handlers, reuse)
      } catch (error) {
        if (!isPortInUse(error) && !isLeftOver(error)) throw error
      }
    }
    throw new LabError('no-free-port')
  }

  #committed(id: string, seq: number): void {
    this.#runs.get(id)?.recorder.committedUpTo(seq)
    const past = this.#past.get(id)
    if (past) past.lastSeq = Math.max(past.lastSeq, seq)
    if (this.#behind && this.journal.pending < this.#parts.limits.journalPending / 2) this.#setBehind(false)
    for (const listener of this.#listeners) listener.committed(id, seq)
  }

  #changed(id: string): void {
    for (const listener of this.#listeners) listener.runChanged(id)
    this.#lookForDeadlock()
  }

  /**
   * Looks twice, with a moment between: what one program has just written may be on its way to the other. Two that wait
   * for one another both times, with nothing recorded between, wait for ever.
   */
  #lookForDeadlock(suspects: ReadonlyMap<Run, string> | null = null): void {
    if (this.#looking) return
    this.#looking = true
    this.#stopLooking = this.#parts.clock.after(SETTLED_MS, () => {
      this.#looking = false
      const seen = new Map<Run, string>()
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

const isPortInUse = (error: unknown): error is LabError => error instanceof LabError && error.code === 'port-in-use'
