/**
 * The wake-ups of a program that waits in select: which sockets were ready together, and whether the program may serve
 * the next ones by itself or waits for a click. Counterparts: `runtime/streams/read-gate.ts`, which leaves the bytes in
 * the kernel meanwhile; `runtime/streams/stream-run.ts`, which reports the end of each turn of the event loop.
 * Invariant: one step serves exactly one wake-up, and while the program is paused it learns nothing that it could act
 * on.
 */
import type { WakeUpLines } from '#shared/model/traits.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { By } from '#shared/protocol/by.ts'
import type { StepperState } from '#shared/protocol/stepper.ts'
import type { SelectView, WakeUp } from '#shared/protocol/program.ts'
import type { Slept } from './recorder.ts'

/** Wake-ups shown to viewers, and sockets named in each. */
const WAKE_UPS_KEPT = 12
const READY_NAMED = 20

export class Stepper {
  readonly #lines: WakeUpLines
  readonly #changed: () => void
  readonly #isInSendall: () => boolean
  readonly #wakeUps: WakeUp[] = []
  #state: StepperState = 'running'
  #by: By | null = null
  /** Sockets that were ready in this turn; PROGRAM stands for the listening socket. */
  #ready = new Set<number>()
  #passed = false
  #ended = false
  /** Newcomers not yet announced to the program. */
  readonly #newcomers: (() => void)[] = []
  /** What else came due while the program was paused. */
  readonly #due: (() => void)[] = []

  /**
   * @param lines of the listing, by what a wake-up does
   * @param isInSendall whether the program stands in sendall
   * @param changed whether the program may serve what is ready has changed
   */
  constructor(lines: WakeUpLines, changed: () => void, isInSendall: () => boolean) {
    this.#lines = lines
    this.#changed = changed
    this.#isInSendall = isInSendall
  }

  /** The program learns nothing of what is ready. */
  get holds(): boolean {
    return this.#state === 'paused'
  }

  /** A socket was ready in this turn. */
  get awake(): boolean {
    return this.#ready.size > 0
  }

  /** A newcomer would be accepted at once. */
  get admits(): boolean {
    return this.#serves && this.#newcomers.length === 0
  }

  /** Who paused it, or asked for one wake-up; null while it runs. */
  get by(): By | null {
    return this.#by
  }

  is(state: StepperState): boolean {
    return state === this.#state
  }

  /** @param by who asks: the program is theirs from now on, unless it is `running` */
  set(state: StepperState, by: By | null = this.#by): void {
    this.#by = state === 'running' ? null : by
    if (state === this.#state) return
    this.#state = state
    this.#changed()
  }

  /** Marks this socket as ready. Costs one lookup, since it runs for every read. */
  ready(who: number): void {
    this.#ready.add(who)
  }

  /** This turn's reads completed lines, or brought an end of file. */
  passes(): void {
    this.#passed = true
  }
  ends(): void {
    this.#ended = true
  }

  /** Tells the program of a newcomer, at once or when it resumes. */
  newcomer(tell: () => void): void {
    this.#newcomers.push(tell)
    this.#admitNewcomers()
  }

  /**
   * Runs what the program would do now of its own accord, such as a time-out, or defers it while the program is paused.
   */
  due(act: () => void): void {
    if (this.#isStopped) this.#due.push(act)
    else act()
  }

  /** Resumes: runs what came due in the meantime, then admits newcomers. */
  goOn(): void {
    while (!this.#isStopped && this.#due.length > 0) this.#due.shift()?.()
    this.#admitNewcomers()
  }

  /** Ends a turn of the event loop. True when it was a wake-up. */
  turnOver({ number, first }: Slept): boolean {
    if (!this.awake) return false
    const ready = [...this.#ready]
    const lines = this.#ran()
    const more = Math.max(0, ready.length - READY_NAMED)
    this.#wakeUps.push({ number, ready: ready.slice(0, READY_NAMED), more, first, lines })
    if (this.#wakeUps.length > WAKE_UPS_KEPT) this.#wakeUps.shift()
    this.#ready.clear()
    this.#passed = this.#ended = false
    if (this.#state === 'stepping') this.set('paused')
    return true
  }

  view(): SelectView {
    return { state: this.#state, by: this.#by, wakeUps: [...this.#wakeUps] }
  }

  /** It is held, or stands in sendall: what comes waits for its next select. */
  get #isStopped(): boolean {
    return this.holds || this.#isInSendall()
  }

  /** A wake-up of the listing accepts one connection, and so does a step. */
  get #serves(): boolean {
    return !this.#isStopped && !(this.#state === 'stepping' && this.#ready.has(PROGRAM))
  }

  #admitNewcomers(): void {
    while (this.#serves) {
      const tell = this.#newcomers.shift()
      if (!tell) return
      this.ready(PROGRAM)
      tell()
    }
  }

  /** The lines that this wake-up took the program through. */
  #ran(): string[] {
    const { wakes, accepts, reads, passes, ends } = this.#lines
    const accepted = this.#ready.has(PROGRAM)
    const read = this.#ready.size > (accepted ? 1 : 0)
    return [
      ...wakes,
      ...(accepted ? accepts : []),
      ...(read ? reads : []),
      ...(this.#passed ? passes : []),
      ...(this.#ended ? ends : []),
    ]
  }
}
