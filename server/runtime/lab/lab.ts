/**
 * Holds the runs: starts and stops them, and lists them. Counterparts: `start.ts`, which creates them;
 * `journal-gate.ts`, which pauses them while the journal is behind; `gateway/` above. Invariant: a run exists here only
 * if the journal knows it.
 */
import { LabError } from '../../core/errors.ts'
import { LAB, type Asker, type Detail, type Journal, type Trouble } from '../../journal/port.ts'
import { programFile } from '#programs/download.ts'
import { programOf } from '#programs/registry.ts'
import type { Lang } from '#shared/model/languages.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Disconnect } from '#shared/protocol/events.ts'
import type { ListenAddress, Participant, Run as RunView } from '#shared/protocol/model.ts'
import type { Listing } from '#shared/protocol/program.ts'
import type { RunPage } from '#shared/protocol/rest.ts'
import type { StepperState } from '#shared/protocol/stepper.ts'
import { ListenerOpener } from '../listeners/opener.ts'
import { portTaken } from '../listeners/port-taken.ts'
import type { WebParticipant } from '../run/web-participant.ts'
import { joinRun } from '../streams/web-participants.ts'
import { Afterwards } from './afterwards.ts'
import { AllRuns } from './all-runs.ts'
import { Children } from '../run/children.ts'
import { DeadlockWatch } from './deadlock-watch.ts'
import { LabFiles } from './files.ts'
import { IdleRuns } from './idle-runs.ts'
import { JournalGate } from './journal-gate.ts'
import { startListener } from './listener-start.ts'
import type { LiveRun } from './live-run.ts'
import type { LabObserver, LabParts } from './parts.ts'
import { Starts } from './starts.ts'
import { RunPlaces } from './run-places.ts'
import { startRun, type Asking, type StartedRun, type StartParts, type StartRequest } from './start.ts'

export class Lab {
  readonly #parts: LabParts
  readonly #opener: ListenerOpener
  readonly files: LabFiles
  readonly afterwards: Afterwards
  readonly #deadlocks: DeadlockWatch
  readonly #gate: JournalGate
  readonly #idle: IdleRuns
  readonly #children: Children
  readonly #runs = new AllRuns()
  #frozen: { readonly since: number; readonly by: By } | null = null
  readonly #starts: Starts
  readonly #observers = new Set<LabObserver>()

  private constructor(parts: LabParts) {
    this.#parts = parts
    const runs = (): Iterable<LiveRun> => this.#runs.live()
    this.#opener = new ListenerOpener(parts, () => this.views(), portTaken({ ...parts, runs }))
    this.files = new LabFiles(parts.files, this)
    this.afterwards = new Afterwards(parts, this.#runs, this.#observers)
    this.#deadlocks = new DeadlockWatch(parts.clock, runs)
    this.#idle = new IdleRuns(parts, runs, (id, idle) => this.stop(id, undefined, idle))
    this.#children = new Children(parts.limits.children, parts.descriptors)
    this.#starts = new Starts(new RunPlaces(parts.limits))
    this.#gate = new JournalGate(parts.journal, parts.limits.journalPending, runs)
  }

  /** Reads the runs of the journal, and listens to it from then on. Throws `address-unavailable` of its host. */
  static async open(parts: LabParts): Promise<Lab> {
    const lab = new Lab({ ...parts, host: await parts.bindAddressOf(parts.host) })
    for (const run of await parts.journal.runs(LAB, parts.damaged)) lab.#runs.remember(run)
    parts.journal.onCommitted((run, seq) => lab.#committed(run, seq))
    parts.journal.onTrouble((trouble) => (lab.#gate.trouble = trouble))
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
    return this.#gate.trouble
  }

  listen(listener: LabObserver): () => void {
    this.#observers.add(listener)
    return () => this.#observers.delete(listener)
  }

  /** The live runs first, then those that have ended; newest first. */
  views(): RunView[] {
    return this.#runs.views()
  }

  /** The live runs and, of those that have ended, the newest; with `before`, only those that are older than that run. */
  page(limit: number, before?: string): RunPage {
    return this.#runs.page(limit, before)
  }

  /** Throws `unknown-run`. */
  view(id: string): RunView {
    return this.#runs.view(id)
  }

  /** A live run; undefined when it has ended or never existed. */
  live(id: string): LiveRun | undefined {
    return this.#runs.get(id)
  }

  /** The connected participants and the newest of those who left; of an ended run, the newest. Throws what the journal does. */
  async participants(id: string, asker: Asker): Promise<Participant[]> {
    return this.#runs.get(id)?.participants() ?? this.afterwards.participants(this.view(id), asker)
  }

  /**
   * Starts a run. Throws `bad-request` (options), `port-in-use` and its kin (`runtime/listeners/port-taken.ts`),
   * `no-free-port`, `port-denied`, `address-unavailable`, `port-in-time-wait`, `port-still-connected`,
   * `reuse-unsupported`, `target-denied`, `target-unknown`, `too-many-runs`, `too-many-runs-of-asker`,
   * `too-many-runs-of-address`, `lab-ending`.
   */
  async start(request: StartRequest): Promise<RunView> {
    if (this.trouble) throw new LabError(this.trouble.code)
    return this.#starts.begin(request, async (begins) => {
      const { listen, by } = request
      const placed = listen && (await this.#opener.placed(listen, by))
      return this.#begin(await startRun({ ...request, ...(placed && { listen: placed }) }, this.#startParts()), begins)
    })
  }

  #begin({ run, begun }: StartedRun, begins: (run: string) => void): RunView {
    this.#runs.add(run)
    begins(run.id)
    this.#gate.begins(run)
    run.begin()
    if (this.#frozen) run.freeze(true, this.#frozen.by)
    begun()
    this.#changed(run.id)
    return run.view()
  }

  #startParts(): StartParts {
    return {
      ...this.#parts,
      endpoint: this.#parts.datagrams,
      opener: this.#opener,
      children: this.#children,
      explainTaken: this.#opener.explain,
      nextFree: (open) => this.#opener.nextFree(open),
      join: (run, name, by) => joinRun(run, { name, by }, this.#parts),
      endOfTurn: (callback) => this.#parts.endOfTurn(() => (callback(), this.#gate.turnOver())),
      changed: (run) => this.#changed(run),
      exited: (run) => void this.stop(run).catch(this.#parts.failed ?? (() => {})),
    }
  }

  /**
   * Opens one more listener of a run, or two for both families. Throws what `start` throws for listeners, and
   * `unknown-run`, `not-joinable`, `too-many-listeners`, and what `RunShell.mustTake` throws.
   */
  async openListener(id: string, address: ListenAddress, asks: Asking = {}): Promise<RunView> {
    const run = this.#runs.streaming(id)
    run.mustTake()
    const [placed = address] = await this.#opener.placed([address], asks.by)
    await startListener(run, placed, asks, this.#opener)
    return run.view()
  }

  /** Closes a listener; its connections live on. Throws what `RunListeners.close` throws, and `unknown-run`. */
  closeListener(id: string, number: number, by?: By): RunView {
    const run = this.#runs.streaming(id)
    run.listeners.close(number, by)
    return run.view()
  }

  /** Stops a run and waits until its last connection is gone. Stopping an ended run does nothing. Throws `unknown-run`. */
  async stop(id: string, by?: By, idle?: number): Promise<RunView> {
    const run = this.#runs.get(id)
    if (!run) return this.view(id)
    try {
      await run.stop(by, idle)
    } finally {
      for (const observer of this.#observers) observer.runEnds?.(id)
      // Even if its last events could not be kept, the run has ended.
      if (this.#runs.ended(run)) {
        this.#starts.ended(id)
        this.afterwards.ended(id, run.recorder.lastSeq)
      }
      this.#changed(id)
    }
    return run.view()
  }

  /**
   * Stops all runs, those that are about to start too, while others may start. Gives how many; rejects, when all have stopped,
   * with what the first that failed says.
   */
  stopRuns(by?: (run: string) => By): Promise<number> {
    return this.#starts.stopAll([...this.#runs.live()], ({ id }) => this.stop(id, by?.(id)))
  }

  /** The same, and no other starts. @param drainMs what has not drained by then is reset */
  async stopAll(drainMs = this.#parts.limits.drainMs): Promise<void> {
    this.#deadlocks.stop()
    this.#starts.close()
    this.#idle.end()
    const cancel = this.#parts.clock.after(drainMs, () => {
      for (const run of this.#runs.live()) run.cutOff()
    })
    await this.stopRuns().finally(cancel)
  }

  /** The listing of a run's program. Throws `unknown-run`. */
  listing(id: string): Listing {
    const { program, options, listeners } = this.view(id)
    return programOf(program).listing(options, listeners[0])
  }

  /** The same as a file, with its comments in a language. Throws `unknown-run`. */
  async programFile(id: string, lang: Lang): Promise<{ readonly name: string; readonly text: string }> {
    return programFile(this.view(id), lang)
  }

  /** Types on a program's keyboard; null is end of file. Throws what `LiveRun.type` throws, and `unknown-run`. */
  type(id: string, bytes: Uint8Array | null, taken?: () => void): void {
    this.#runs.running(id).type(bytes, taken)
  }

  /** Records a change of a run that has no event of its own; the run may have ended. Throws `unknown-run`. */
  record(id: string, detail: Detail<'command'>): void {
    const run = this.#runs.get(id)
    if (run) run.recorder.recordBeside('command', PROGRAM, detail)
    else this.afterwards.record(this.view(id), detail)
  }

  /** Runs, pauses or steps a run's select. Throws `no-select`, what `RunShell.mustTake` throws, and `unknown-run`. */
  setStepper(id: string, state: StepperState, by: By): void {
    const run = this.#runs.running(id)
    if (!run.stepperControl) throw new LabError('no-select', { run: id })
    run.mustTake()
    run.stepperControl.set(state, by)
  }

  /** Stops all reading of a run, or lets go. Throws `unknown-run`, and what `RunShell.freeze` throws. */
  freeze(id: string, frozen: boolean, by: By): void {
    this.#runs.running(id).freeze(frozen, by)
  }

  /** The same of every run, those included that are started while it lasts. */
  freezeAll(frozen: boolean, by: By): void {
    this.#frozen = frozen ? (this.#frozen ?? { since: this.#parts.clock.now(), by }) : null
    for (const run of this.#runs.live()) if (run.running) run.freeze(frozen, by)
  }

  /** Since when every run is frozen, milliseconds since 1970; null where each stands for itself. */
  get frozenSince(): number | null {
    return this.#frozen?.since ?? null
  }

  /** A page has gone for good: the programs that it paused run again. */
  pageGone(page: number): void {
    for (const run of this.#runs.live()) run.stepperControl?.pageGone(page)
  }

  /**
   * Ends the connection of a participant. Throws `no-connection` for a program of datagrams, what `Disconnecting.ask`
   * throws, and `unknown-run`.
   */
  disconnect(id: string, participant: number, how: Disconnect, by: By): void {
    const { disconnecting } = this.#runs.running(id)
    if (!disconnecting) throw new LabError('no-connection', { run: id, participant })
    disconnecting.ask(participant, how, by)
  }

  /** Names a participant that came without a name; '' takes the name back. Throws what `nameParticipant` throws, and `unknown-run`. */
  name(id: string, ...naming: Parameters<LiveRun['name']>): void {
    this.#runs.running(id).name(...naming)
  }

  /** Joins a run on a browser's behalf. Throws what `joinRun` throws, and `unknown-run`. */
  async join(id: string, name: string, by?: By): Promise<WebParticipant> {
    return this.#runs.running(id).join(name, by)
  }

  /** The first free port of those for runs that do not say where they listen; null when none is. Nothing listens there meanwhile. */
  nextPort(): Promise<number | null> {
    return this.#opener.suggestPort()
  }

  #committed(id: string, seq: number): void {
    const known = this.#runs.committed(id, seq)
    this.#gate.committed()
    if (known) for (const listener of this.#observers) listener.committed(id, seq)
  }

  #changed(id: string): void {
    for (const listener of this.#observers) listener.runChanged(id)
    this.#deadlocks.look()
  }
}
