/**
 * The wake-ups of a program that waits in select: which sockets were ready together, and whether the program may serve the
 * next ones by itself or waits for a click. Counterparts: `reading.ts`, which leaves the bytes in the kernel meanwhile;
 * `run.ts`, which tells when a turn of the event loop is over.
 * Invariant: one step serves exactly one wake-up, and while the program is held it is told nothing.
 */
import { PROGRAM } from '../wire/events.ts'
import type { SelectPace, SelectView, WakeUp } from '../wire/program.ts'

/** Wake-ups shown to viewers, and sockets named in each. */
const WAKES_KEPT = 12
const READY_NAMED = 20

export class Pace {
  readonly #changed: () => void
  readonly #wakes: WakeUp[] = []
  #pace: SelectPace = 'free'
  /** Sockets that were ready in this turn; PROGRAM stands for the listening socket. */
  #ready = new Set<number>()
  /** Newcomers whose arrival the program has not been told of. */
  readonly #newcomers: (() => void)[] = []

  /** @param changed whether the program may serve what is ready has changed */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** The program is not told what is ready. */
  get holds(): boolean {
    return this.#pace === 'held'
  }

  /** A newcomer would be accepted at once. */
  get admits(): boolean {
    const served = this.#pace === 'step' && this.#ready.has(PROGRAM)
    return !this.holds && !served && this.#newcomers.length === 0
  }

  set(pace: SelectPace): void {
    if (pace === this.#pace) return
    this.#pace = pace
    this.#changed()
  }

  /** This socket was ready. Costs one lookup: it stands in the way of every read. */
  ready(who: number): void {
    this.#ready.add(who)
  }

  /** Tells the program of a newcomer, at once or when it is let go on. */
  newcomer(tell: () => void): void {
    this.#newcomers.push(tell)
    this.admitNewcomers()
  }

  /** Tells it of those who came while it was held. A listing's wake-up accepts once, and so does a step. */
  admitNewcomers(): void {
    while (!this.holds && !(this.#pace === 'step' && this.#ready.has(PROGRAM))) {
      const tell = this.#newcomers.shift()
      if (!tell) return
      this.ready(PROGRAM)
      tell()
    }
  }

  /** The turn of the event loop is over. `number` is that of its wake-up. */
  turnOver(number: number): void {
    if (this.#ready.size === 0) return
    const ready = [...this.#ready]
    this.#ready.clear()
    this.#wakes.push({ number, ready: ready.slice(0, READY_NAMED), more: Math.max(0, ready.length - READY_NAMED) })
    if (this.#wakes.length > WAKES_KEPT) this.#wakes.shift()
    if (this.#pace === 'step') this.set('held')
  }

  view(): SelectView {
    return { pace: this.#pace, wakes: [...this.#wakes] }
  }
}
