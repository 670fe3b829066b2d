/**
 * What every run has, whatever carries its bytes: a record and its state, a recorder, a program that runs, the
 * journal's trouble, a life from start to stop. Counterparts: `streams/stream-run.ts` and `datagrams/datagram-run.ts`,
 * which add the connections and the datagrams; `runtime/lab/lab.ts`, which holds the runs.
 * Invariants: a turn of the event loop in which something happened ends with one `turnOver`; a stopped run takes no
 * more steps, and no event of its program follows `run-stopped`.
 */
import type { Clock } from '../../core/clock.ts'
import { LabError } from '../../core/errors.ts'
import type { Journal, RunRecord } from '../../journal/port.ts'
import type { RunSockets } from '../../kernel/run-sockets.ts'
import type { By } from '#shared/protocol/by.ts'
import type { ErrorCode } from '#shared/errors/codes.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Participant, Run as RunView } from '#shared/protocol/model.ts'
import type { Frozen, LiveState, SelectView } from '#shared/protocol/program.ts'
import type { Interpreter } from './interpreter.ts'
import { KeptOut } from './kept-out.ts'
import type { Limits } from './limits.ts'
import { freeName } from './names.ts'
import { nameParticipant, type Nameable, type Namer } from './naming.ts'
import { Recorder } from './recorder.ts'
import type { WebParticipant } from './web-participant.ts'

export interface ShellParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly limits: Limits
  /** Asks for `callback` at the end of this turn of the event loop, when all ready sockets have been read. */
  readonly endOfTurn: (callback: () => void) => void
  /** The run's view, its participants or its program's position has changed. */
  readonly changed: (run: string) => void
  /** The program has ended by itself: stop the run. */
  readonly exited: (run: string) => void
}

export abstract class RunShell {
  readonly id: string
  readonly recorder: Recorder
  protected readonly record: RunRecord
  readonly #parts: ShellParts
  #turnOpen = false
  #trouble: ErrorCode | null = null
  #stopped: Promise<void> | null = null
  #frozen: Frozen | null = null
  readonly keptOut = new KeptOut(() => this.touch())

  protected constructor(record: RunRecord, parts: ShellParts) {
    this.id = record.id
    this.record = record
    this.#parts = parts
    const full = (): void => this.setTrouble('journal-full')
    const { events, runBytes: bytes } = parts.limits
    this.recorder = new Recorder(parts.clock, parts.journal, record.id, { events, bytes, full })
  }

  protected abstract readonly interpreter: Pick<
    Interpreter,
    'tell' | 'type' | 'holdKeyboard' | 'freeze' | 'end' | 'moved' | 'processes' | 'keyboard' | 'hasKeyboard'
  >
  /** Participants that are connected now. */
  protected abstract readonly present: number
  /** Those who are here, then the newest of those who left, by number. */
  abstract participants(): Participant[]
  /** Those who are here, in any order. */
  abstract here(): Participant[]
  /** The keys of its sockets in the system's tables. */
  abstract sockets(): RunSockets
  /** Names that people have in it now, or have been promised. */
  protected abstract readonly namesTaken: Iterable<string>
  /** The participant of this number, while it is here. */
  protected abstract nameable(participant: number): (Nameable & { view(): Participant }) | undefined
  /** Joins on a browser's behalf. Throws what `joinRun` throws. */
  abstract join(name: string, by?: By): Promise<WebParticipant>
  /** Pauses all reading for a reason of its own, or resumes it. */
  protected abstract pauseReading(reason: 'trouble' | 'journal-behind' | 'freeze', on: boolean): void
  /** The turn of the event loop is over: writes what is due and closes its wake-up. */
  protected abstract turnOver(): void
  /** Drops what a run that stops has not drained yet. */
  abstract cutOff(): void
  /** Closes everything that the run has open. Resolves when all of it is gone. */
  protected abstract windDown(): Promise<void>

  /** Starts the program. */
  begin(): void {
    if (this.interpreter.tell({ type: 'started' })) this.touch()
    this.#observeProgram()
  }

  /** Nobody is read. */
  get isFrozen(): boolean {
    return this.#frozen !== null
  }

  get running(): boolean {
    return this.record.state === 'running'
  }

  /** What the program does now. */
  live(): LiveState {
    const { processes, keyboard } = this.interpreter
    const frozen = this.#frozen && { frozen: this.#frozen }
    const out = this.keptOut.any && { out: this.keptOut.views() }
    return {
      processes,
      keyboard,
      deadlock: this.deadlock,
      select: this.running ? this.selectView() : null,
      ...frozen,
      ...out,
    }
  }

  /** Null where the program does not wait in select. */
  protected selectView(): SelectView | null {
    return null
  }

  /** The run in a deadlock with this one; null while there is none. */
  get deadlock(): string | null {
    return null
  }

  view(): RunView {
    const { committed: lastSeq } = this.recorder
    return { ...this.record, lastSeq, present: this.present, trouble: this.#trouble }
  }

  /**
   * Types on the program's keyboard; null is end of file. Calls `taken` before the program goes on. Throws
   * `no-keyboard`, `overloaded`, and what `mustTake` throws.
   */
  type(bytes: Uint8Array | null, taken?: () => void): void {
    this.mustTake()
    if (!this.interpreter.hasKeyboard) throw new LabError('no-keyboard', { run: this.id })
    if (!this.interpreter.type(bytes, taken)) throw new LabError('overloaded')
    this.touch()
    this.turn()
  }

  /** The name under which somebody may join now. Throws what `freeName` throws. */
  nameFor(raw: string): string {
    return freeName(raw, this.namesTaken)
  }

  /** Names a participant that came without a name; '' takes it back. Throws `unknown-participant`, and what `nameParticipant` and `mustTake` throw. */
  name(participant: number, raw: string, namer: Namer): void {
    this.mustTake()
    const one = this.nameable(participant)
    if (!one) throw new LabError('unknown-participant', { run: this.id, participant })
    if (!nameParticipant(one, raw, namer, (raw) => this.nameFor(raw))) return
    this.recorder.recordBeside('name', participant, { name: one.name, by: namer.by })
    this.#parts.journal.saveParticipant(this.id, one.view())
    this.touch()
  }

  /** Why the run records nothing new now; null when it does. */
  get trouble(): ErrorCode | null {
    return this.#trouble
  }

  /** Why it takes nothing new: `run-not-running`, or the code of its trouble; null when it does. */
  get refusal(): LabError | null {
    if (!this.running) return new LabError('run-not-running', { run: this.id })
    return this.#trouble && new LabError(this.#trouble)
  }

  /** Throws its refusal, if it has one. */
  mustTake(): void {
    const { refusal } = this
    if (refusal) throw refusal
  }

  /**
   * While the journal cannot take more (`code`) nothing is read, nobody is accepted and the keyboard waits; null ends that. A full
   * journal stays full.
   */
  setTrouble(code: ErrorCode | null): void {
    if (this.#trouble === code || this.#trouble === 'journal-full') return
    this.#trouble = code
    if (code !== null) this.recorder.record('trouble', PROGRAM, { code })
    this.turn()
    this.pauseReading('trouble', code !== null)
    this.interpreter.holdKeyboard(code !== null)
    this.touch()
  }

  /**
   * Stops all reading of the run, whose program learns of nothing that comes, or lets go; nothing is lost, and all comes in order.
   * Acts at the end of the turn, when what was ready in it has been served. A run that stops is let go. Throws `run-not-running`.
   */
  freeze(frozen: boolean, by: By): void {
    if (!this.running) throw new LabError('run-not-running', { run: this.id })
    this.#parts.endOfTurn(() => {
      if (!this.running || (this.#frozen !== null) === frozen) return
      this.turnOver()
      // Where it stood until then belongs to the event before.
      this.#observeProgram()
      this.recorder.recordBeside('freeze', PROGRAM, { frozen, by })
      this.#frozen = frozen ? { since: Math.round(this.recorder.now), by } : null
      this.#holdAll(frozen)
    })
  }

  #holdAll(frozen: boolean): void {
    // Those who came meanwhile are told of before what they said is read.
    this.interpreter.freeze(frozen)
    this.pauseReading('freeze', frozen)
    this.touch()
    this.turn()
  }

  /** Pauses all reading until the journal has caught up. Nobody hears of it: it lasts milliseconds. */
  set journalBehind(behind: boolean) {
    this.pauseReading('journal-behind', behind)
  }

  /**
   * Stops the run as the program's own end would. Resolves when everything that it had open is gone.
   * @param by who asks; absent when the program ends by itself or the lab stops
   * @param idle minutes without an event, where that is why
   */
  stop(by?: By, idle?: number): Promise<void> {
    this.#stopped ??= this.#stop(by, idle)
    return this.#stopped
  }

  async #stop(by?: By, idle?: number): Promise<void> {
    this.interpreter.end()
    this.#frozen = null
    this.#setState('stopping')
    // Whoever sent FIN is to be seen to have done so.
    this.#holdAll(false)
    await this.windDown()
    this.recorder.record('run-stopped', PROGRAM, { ...(by && { by }), ...(idle !== undefined && { idle }) })
    this.record.stoppedAt = this.#parts.clock.now()
    this.#setState('stopped')
    // A journal in trouble keeps trying for as long as the lab lives: a stop does not wait for that.
    if (this.#trouble === null) await this.#parts.journal.flush()
  }

  #setState(state: RunRecord['state']): void {
    this.record.state = state
    this.#parts.journal.updateRun(this.id, { state, stoppedAt: this.record.stoppedAt })
    this.#observeProgram()
    this.touch()
  }

  /** Schedules one `turnOver` for the end of this turn of the event loop. */
  protected readonly turn = (): void => {
    if (this.#turnOpen) return
    this.#turnOpen = true
    this.#parts.endOfTurn(() => {
      this.#turnOpen = false
      this.turnOver()
      this.#observeProgram()
    })
  }

  /** The run's view, its participants or its program's position has changed. */
  protected readonly touch = (): void => this.#parts.changed(this.id)

  /** Records where the program stands, if that has changed. */
  #observeProgram(): void {
    const processes = this.interpreter.moved()
    if (processes) this.recorder.observe({ kind: 'program-moved', processes })
  }
}
